// Tags of registries, schemas and discoverers, by their ARNs.

import { parseArn } from "../../kernel/arns.ts";
import type { Context } from "../../service/context.ts";
import { badRequest, notFound } from "./errors.ts";
import { parseSchemasArn } from "./names.ts";
import { loadDiscoverer, loadRegistry, loadSchema, saveDiscoverer, saveRegistry, saveSchema } from "./repo.ts";

type Tags = Readonly<Record<string, string>>;

// AWS: "Tagging": 50 tags a resource.
const MOST_TAGS = 50;

/** Changes the tags of what an ARN names, and gives them. Throws NotFoundException. */
export function changeTags(context: Context, arn: string, change: (tags: Tags) => Tags): Tags {
  const parsed = parseArn(arn);
  if (parsed === undefined) throw badRequest(`Invalid ARN: ${arn}.`);
  const { account, region } = parsed;
  const named = parseSchemasArn(arn);
  if (named === undefined || account !== context.account || region !== context.region)
    throw notFound(`The resource ${arn} does not exist.`);
  return context.store.write((tx) => {
    const missing = notFound(`The resource ${arn} does not exist.`);
    if (named.kind === "registry") {
      const registry = loadRegistry(tx, context, named.registry);
      if (registry === undefined) throw missing;
      const tags = limited(change(registry.tags));
      saveRegistry(tx, context, { ...registry, tags });
      return tags;
    }
    if (named.kind === "schema") {
      const schema = loadSchema(tx, context, named.registry, named.schema);
      if (schema === undefined) throw missing;
      const tags = limited(change(schema.tags));
      saveSchema(tx, context, { ...schema, tags });
      return tags;
    }
    const discoverer = loadDiscoverer(tx, context, named.id);
    if (discoverer === undefined) throw missing;
    const tags = limited(change(discoverer.tags));
    saveDiscoverer(tx, context, { ...discoverer, tags });
    return tags;
  });
}

function limited(tags: Tags): Tags {
  if (Object.keys(tags).filter((key) => !key.startsWith("aws:")).length > MOST_TAGS)
    throw badRequest(`A resource has at most ${MOST_TAGS} tags.`);
  return tags;
}
