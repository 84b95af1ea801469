// What conditions of policies can ask of a request about items: its partition keys and its attributes.
// AWS: Developer Guide, "Using IAM policy conditions for fine-grained access control".

import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { PermissionCall } from "../../service/service.ts";
import { ExpressionError } from "./expressions/ast.ts";
import { conditionOf, projectionOf, updateOf } from "./expressions/cache.ts";
import { leaves, operandsOf } from "./expressions/condition-grammar.ts";
import type { LegacyParameters } from "./items/legacy.ts";
import type { ExpressionParameters } from "./items/request-expressions.ts";
import type { KeySchema } from "./records.ts";
import { findTable } from "./repo.ts";
import type { TableReference } from "./tables/names.ts";
import type { Item } from "./values/attribute-value.ts";

/** The partition keys that a request touches, as the condition key has them: texts. */
export function leadingKeys(keys: readonly Item[], reference: TableReference, call: PermissionCall): readonly string[] {
  const table = findTable(call.yard.store, reference, reference.tableName);
  if (table === undefined) return [];
  const { name } = table.key.partition;
  return keys.flatMap((key) => keyText(key[name]) ?? []);
}

function keyText(value: AttributeValue | undefined): string | undefined {
  if (value?.B !== undefined) return Buffer.from(value.B).toString("base64");
  return value?.S ?? value?.N;
}

/** The top-level attributes that a request's expressions, or legacy parameters, name. What cannot be parsed is refused by the operation. */
export function attributesIn(input: ExpressionParameters & LegacyParameters): readonly string[] {
  const heads = new Set<string>(input.AttributesToGet);
  for (const legacy of [
    input.Expected,
    input.AttributeUpdates,
    input.KeyConditions,
    input.QueryFilter,
    input.ScanFilter,
  ])
    for (const name of Object.keys(legacy ?? {})) heads.add(name);
  const add = (steps: readonly (string | number)[]): void => {
    const head = String(steps[0]);
    heads.add(input.ExpressionAttributeNames?.[head] ?? head);
  };
  try {
    for (const text of [input.ConditionExpression, input.KeyConditionExpression, input.FilterExpression])
      if (text !== undefined)
        for (const leaf of leaves(conditionOf(text)))
          for (const operand of operandsOf(leaf)) if (operand.kind === "path") add(operand.steps);
    if (input.UpdateExpression !== undefined)
      for (const action of updateOf(input.UpdateExpression)) add(action.path.steps);
    if (input.ProjectionExpression !== undefined)
      for (const path of projectionOf(input.ProjectionExpression)) add(path.steps);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
  }
  return [...heads];
}

/** The part of a query or scan that says which partition it is about. */
export interface Queried extends ExpressionParameters, LegacyParameters {
  readonly IndexName?: string;
}

/** The partition key that a query names. A scan has none, so that it never fulfils a condition on leading keys. */
export function queriedKeys(
  input: Queried,
  reference: TableReference,
  call: PermissionCall,
): readonly string[] | undefined {
  const text = input.KeyConditionExpression;
  const table = findTable(call.yard.store, reference, reference.tableName);
  if (table === undefined) return undefined;
  const indexes = [...table.globalIndexes, ...table.localIndexes];
  const key: KeySchema = indexes.find(({ name }) => name === input.IndexName)?.key ?? table.key;
  const legacy = keyText(input.KeyConditions?.[key.partition.name]?.AttributeValueList?.[0]);
  if (legacy !== undefined) return [legacy];
  if (text === undefined) return undefined;
  try {
    for (const leaf of leaves(conditionOf(text))) {
      if (leaf.kind !== "compare" || leaf.comparator !== "=") continue;
      const operands = [leaf.left, leaf.right];
      const path = operands.find((operand) => operand.kind === "path");
      const value = operands.find((operand) => operand.kind === "value");
      const head = String(path?.steps[0]);
      if ((input.ExpressionAttributeNames?.[head] ?? head) !== key.partition.name) continue;
      const leading = keyText(input.ExpressionAttributeValues?.[value?.name ?? ""]);
      return leading === undefined ? undefined : [leading];
    }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
  }
  return undefined;
}
