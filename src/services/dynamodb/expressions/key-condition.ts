// Key conditions: the few forms of a condition that an index can answer, one for the partition key and perhaps one for
// the sort key.
// AWS: API Reference, Query, KeyConditionExpression; wording after dynalite's test-suite.

import type { AttributeValue } from "../values/attribute-value.ts";
import type { BoundCondition, BoundLeaf, BoundOperand } from "./condition.ts";
import { ExpressionError } from "./ast.ts";

export interface KeyCondition {
  readonly attribute: string;
  readonly test: "=" | "<" | "<=" | ">" | ">=" | "between" | "begins_with";
  /** One, or the two bounds of "between". */
  readonly values: readonly AttributeValue[];
}

const REFUSED_FUNCTIONS = ["attribute_exists", "attribute_not_exists", "attribute_type", "contains"];
const MIRRORED = { "=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

/** The conditions by attribute; throws an ExpressionError, whose text is complete, for what no key can answer. */
export function keyConditions(condition: BoundCondition): ReadonlyMap<string, KeyCondition> {
  const found = new Map<string, KeyCondition>();
  collect(condition, found);
  return found;
}

function collect(condition: BoundCondition, found: Map<string, KeyCondition>): void {
  if (condition.kind === "or" || condition.kind === "not")
    throw new ExpressionError(`Invalid operator used in KeyConditionExpression: ${condition.kind.toUpperCase()}`);
  if (condition.kind === "and") {
    collect(condition.left, found);
    collect(condition.right, found);
    return;
  }
  const key = toKeyCondition(condition);
  if (found.has(key.attribute))
    throw new ExpressionError(
      "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key",
    );
  found.set(key.attribute, key);
}

function toKeyCondition({ test, operands }: BoundLeaf): KeyCondition {
  if (test === "in" || test === "<>")
    throw new ExpressionError(`Invalid operator used in KeyConditionExpression: ${test.toUpperCase()}`);
  if (REFUSED_FUNCTIONS.includes(test))
    throw new ExpressionError(`Invalid operator used in KeyConditionExpression: ${test}`);
  if ((test === "between" || test === "begins_with") && operands[0]?.kind !== "path")
    throw new ExpressionError(
      `Invalid condition in KeyConditionExpression: ${test === "between" ? "BETWEEN" : test} operator must have the key attribute as its first operand`,
    );
  const attribute = keyAttribute(operands);
  const position = operands.findIndex((operand) => operand.kind === "path");
  const values = operands.flatMap((operand) => (operand.kind === "value" ? [operand.value] : []));
  if (test === "between" || test === "begins_with") return { attribute, test, values };
  const comparator = comparatorOf(test);
  // ":value < key" says what "key > :value" says.
  return { attribute, test: position === 0 ? comparator : MIRRORED[comparator], values };
}

function comparatorOf(test: string): keyof typeof MIRRORED {
  return test === "<" || test === "<=" || test === ">" || test === ">=" ? test : "=";
}

function keyAttribute(operands: readonly BoundOperand[]): string {
  let attribute: string | undefined;
  for (const operand of operands) {
    if (operand.kind === "size") throw new ExpressionError("KeyConditionExpressions cannot contain nested operations");
    if (operand.kind !== "path") continue;
    if (attribute !== undefined)
      throw new ExpressionError(
        "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition",
      );
    if (operand.path.length > 1)
      throw new ExpressionError("KeyConditionExpressions cannot have conditions on nested attributes");
    attribute = String(operand.path[0]);
  }
  if (attribute === undefined)
    throw new ExpressionError("Invalid condition in KeyConditionExpression: No key attribute specified");
  return attribute;
}
