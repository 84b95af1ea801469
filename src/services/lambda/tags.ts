// Tags of functions and of event source mappings, by ARN.

import { parseArn } from "../../kernel/arns.ts";
import type { Context } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { functionNotFound, invalidParameter, notSupported, resourceNotFound } from "./errors.ts";
import { parseFunctionArn } from "./names.ts";
import { loadFunction, loadMapping, saveFunction, saveMapping } from "./repo.ts";

type Tags = Readonly<Record<string, string>>;

// LIMIT: AWS: "Using tags on Lambda functions": 50 tags a resource.
const MOST_TAGS = 50;

/** The resource's tags; throws ResourceNotFoundException. */
export function loadTags(tx: ReadTx, context: Context, arn: string): Tags {
  const { name, uuid } = parseTagged(arn);
  if (name !== undefined) {
    const record = loadFunction(tx, context, name);
    if (record === undefined) throw functionNotFound(arn);
    return record.tags;
  }
  const mapping = loadMapping(tx, context, uuid);
  if (mapping === undefined) throw resourceNotFound();
  return mapping.tags;
}

/** Replaces the resource's tags. */
export function saveTags(tx: WriteTx, context: Context, arn: string, tags: Tags): void {
  if (Object.keys(tags).length > MOST_TAGS)
    throw invalidParameter(`The number of tags exceeds the limit of ${MOST_TAGS}.`);
  const { name, uuid } = parseTagged(arn);
  if (name !== undefined) {
    const record = loadFunction(tx, context, name);
    if (record !== undefined) saveFunction(tx, context, { ...record, tags });
    return;
  }
  const mapping = loadMapping(tx, context, uuid);
  if (mapping !== undefined) saveMapping(tx, context, { ...mapping, tags });
}

function parseTagged(arn: string): { name: string; uuid?: undefined } | { name?: undefined; uuid: string } {
  const reference = parseFunctionArn(arn);
  if (reference?.qualifier !== undefined)
    throw invalidParameter("Tags on function aliases and versions are not supported. Please specify a function ARN.");
  if (reference !== undefined) return { name: reference.name };
  const resource = parseArn(arn)?.resource ?? "";
  if (!resource.startsWith("event-source-mapping:")) throw notSupported("tags of this kind of resource");
  return { uuid: resource.slice("event-source-mapping:".length) };
}
