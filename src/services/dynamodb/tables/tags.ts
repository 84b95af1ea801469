// Tags of a table.
// AWS: Developer Guide, "Adding tags and labels to resources in DynamoDB".

import type { Tag } from "@aws-sdk/client-dynamodb";
import { validationError } from "../errors.ts";
import type { Present } from "../../../service/apis.ts";

/** LIMIT: of the service. */
const MOST_TAGS = 50;

/** Tags as a record; a key may be given once only. */
export function parseTags(tags: readonly Present<Tag>[]): Readonly<Record<string, string>> {
  const record: Record<string, string> = {};
  for (const { Key: key, Value: value } of tags) {
    if (Object.hasOwn(record, key)) throw validationError(`Duplicate tag key: ${key}`);
    record[key] = value;
  }
  checkTagCount(record);
  return record;
}

/** Throws if there are more tags than a table can have. */
export function checkTagCount(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > MOST_TAGS)
    throw validationError(`One or more parameter values were invalid: Too many tags: the limit is ${MOST_TAGS}`);
}

/** Tags as the API shows them. */
export function showTags(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([key, value]) => ({ Key: key, Value: value }));
}
