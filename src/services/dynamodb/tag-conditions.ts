// aws:ResourceTag/NAME of tables, and aws:RequestTag/NAME of requests that give tags.
// AWS: Developer Guide, "Using attribute-based access control with DynamoDB": tags of a table count for its indexes, too.

import type { ConditionValues } from "../../iam/authorization.ts";
import type { PermissionCall } from "../../service/service.ts";
import { findTable } from "./repo.ts";
import type { TableReference } from "./tables/names.ts";

/** The same conditions, with the table's tags. Changes what it gets: getters in it are to stay what they are. */
export function withTableTags(
  conditions: ConditionValues,
  reference: TableReference,
  call: PermissionCall,
): ConditionValues {
  const tags = findTable(call.yard.store, reference, reference.tableName)?.tags ?? {};
  for (const [name, value] of Object.entries(tags))
    Object.defineProperty(conditions, `aws:ResourceTag/${name}`, { value, enumerable: true });
  return conditions;
}

/** Of a request that gives tags. */
export function requestTags(tags: readonly { readonly Key: string; readonly Value: string }[]): ConditionValues {
  return {
    ...Object.fromEntries(tags.map(({ Key: key, Value: value }) => [`aws:RequestTag/${key}`, value])),
    "aws:TagKeys": tags.map(({ Key: key }) => key),
  };
}
