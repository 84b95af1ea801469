// Tags of registries, schemas and discoverers, by their ARNs.

import { parseArn } from "../../kernel/arns.ts";
import type { Context } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { badRequest, notFound } from "./errors.ts";
import { parseSchemasArn } from "./names.ts";
import { loadDiscoverer, loadRegistry, loadSchema, saveDiscoverer, saveRegistry, saveSchema } from "./repo.ts";

type Tags = Readonly<Record<string, string>>;

// AWS: "Tagging": 50 tags a resource.
const MOST_TAGS = 50;

/** The tags of what an ARN names. Throws NotFoundException. */
export function tagsOf(context: Context, arn: string): Tags {
  return context.store.read((tx) => find(tx, context, arn).tags);
}

/** Changes the tags of what an ARN names. Throws NotFoundException. */
export function changeTags(context: Context, arn: string, change: (tags: Tags) => Tags): void {
  context.store.write((tx) => {
    const { tags, keep } = find(tx, context, arn);
    keep(tx, limited(change(tags)));
  });
}

/** What has tags, and how others are kept. */
interface Tagged {
  readonly tags: Tags;
  keep(tx: WriteTx, tags: Tags): void;
}

function find(tx: ReadTx, context: Context, arn: string): Tagged {
  const parsed = parseArn(arn);
  if (parsed === undefined) throw badRequest(`Invalid ARN: ${arn}.`);
  const { account, region } = parsed;
  const named = parseSchemasArn(arn);
  const missing = notFound(`The resource ${arn} does not exist.`);
  if (named === undefined || account !== context.account || region !== context.region) throw missing;
  if (named.kind === "registry") {
    const registry = loadRegistry(tx, context, named.registry);
    if (registry === undefined) throw missing;
    return { tags: registry.tags, keep: (into, tags) => saveRegistry(into, context, { ...registry, tags }) };
  }
  if (named.kind === "schema") {
    const schema = loadSchema(tx, context, named.registry, named.schema);
    if (schema === undefined) throw missing;
    return { tags: schema.tags, keep: (into, tags) => saveSchema(into, context, { ...schema, tags }) };
  }
  const discoverer = loadDiscoverer(tx, context, named.id);
  if (discoverer === undefined) throw missing;
  return { tags: discoverer.tags, keep: (into, tags) => saveDiscoverer(into, context, { ...discoverer, tags }) };
}

function limited(tags: Tags): Tags {
  if (Object.keys(tags).filter((key) => !key.startsWith("aws:")).length > MOST_TAGS)
    throw badRequest(`A resource has at most ${MOST_TAGS} tags.`);
  return tags;
}
