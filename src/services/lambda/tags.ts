// Tags of functions and of event source mappings, by ARN.

import { parseArn } from "../../kernel/arns.ts";
import { parseAccountId } from "../../kernel/ids.ts";
import type { Context, Scope } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { functionNotFound, invalidParameter, notSupported, otherRegion, resourceNotFound } from "./errors.ts";
import { parseFunctionArn } from "./names.ts";
import { loadFunction, loadMapping, saveFunction, saveMapping } from "./repo.ts";

type Tags = Readonly<Record<string, string>>;

// LIMIT: AWS: "Using tags on Lambda functions": 50 tags a resource.
const MOST_TAGS = 50;

/** The resource's tags; throws ResourceNotFoundException. */
export function loadTags(tx: ReadTx, context: Context, arn: string): Tags {
  const { scope, name, uuid } = parseTagged(arn, context);
  if (name !== undefined) {
    const record = loadFunction(tx, scope, name);
    if (record === undefined) throw functionNotFound(arn);
    return record.tags;
  }
  const mapping = loadMapping(tx, scope, uuid);
  if (mapping === undefined) throw resourceNotFound();
  return mapping.tags;
}

/** Replaces the resource's tags. */
export function saveTags(tx: WriteTx, context: Context, arn: string, tags: Tags): void {
  if (Object.keys(tags).length > MOST_TAGS)
    throw invalidParameter(`The number of tags exceeds the limit of ${MOST_TAGS}.`);
  const { scope, name, uuid } = parseTagged(arn, context);
  if (name !== undefined) {
    const record = loadFunction(tx, scope, name);
    if (record !== undefined) saveFunction(tx, scope, { ...record, tags });
    return;
  }
  const mapping = loadMapping(tx, scope, uuid);
  if (mapping !== undefined) saveMapping(tx, scope, { ...mapping, tags });
}

type Tagged =
  | { readonly scope: Scope; readonly name: string; readonly uuid?: undefined }
  | { readonly scope: Scope; readonly name?: undefined; readonly uuid: string };

/** What the ARN names, in the account that it names; throws for another region. */
function parseTagged(arn: string, here: Scope): Tagged {
  const { region = "", account = "", resource = "" } = parseArn(arn) ?? {};
  if (region !== here.region) throw otherRegion(region, here.region);
  const scope = { account: parseAccountId(account), region: here.region };
  const reference = parseFunctionArn(arn);
  if (reference?.qualifier !== undefined)
    throw invalidParameter("Tags on function aliases and versions are not supported. Please specify a function ARN.");
  if (reference !== undefined) return { scope, name: reference.name };
  if (!resource.startsWith("event-source-mapping:")) throw notSupported("tags of this kind of resource");
  return { scope, uuid: resource.slice("event-source-mapping:".length) };
}
