// SET and REMOVE as the actions that an update expression is bound to.
// AWS: Developer Guide, "PartiQL update statements for DynamoDB"; wording as the dynamodb-conformance suite recorded it.

import { validationError } from "../errors.ts";
import { ExpressionError } from "../expressions/ast.ts";
import { checkOverlap } from "../expressions/paths.ts";
import type { BoundAction, BoundSetValue } from "../expressions/update.ts";
import { setMembers } from "../values/compare.ts";
import { typeOf, type AttributeValue } from "../values/attribute-value.ts";
import { atPlace, type Assignment, type CallExpression, type Expression, type PathExpression } from "./ast.ts";
import { isLiteral, literalValue } from "./literals.ts";

/** Functions that change the set that they are assigned to, and what they are among the actions. */
const SET_FUNCTIONS: ReadonlyMap<string, "add" | "delete"> = new Map([
  ["set_add", "add"],
  ["set_delete", "delete"],
]);

/** Binds assignments; throws AWS's error for what is wrong whatever the item is. */
export function bindAssignments(
  assignments: readonly Assignment[],
  parameters: readonly AttributeValue[],
): readonly BoundAction[] {
  const actions = assignments.map((assignment): BoundAction => {
    const path = assignment.path.steps;
    if (assignment.kind === "remove") return { kind: "remove", path };
    const { value } = assignment;
    if (value.kind === "call" && SET_FUNCTIONS.has(value.name))
      return bindSetFunction(assignment.path, value, parameters);
    return { kind: "set", path, value: bindValue(value, parameters) };
  });
  try {
    checkOverlap(actions.map(({ path }) => path));
  } catch (error) {
    if (error instanceof ExpressionError) throw validationError(error.message);
    throw error;
  }
  return actions;
}

function bindSetFunction(
  target: PathExpression,
  call: CallExpression,
  parameters: readonly AttributeValue[],
): BoundAction {
  const name = call.name.toUpperCase();
  const [first, second] = call.operands;
  if (first === undefined || second === undefined || call.operands.length !== 2)
    throw validationError(`${name} must have exactly two arguments${atPlace(call.at)}`);
  if (first.kind !== "path" || !isSamePath(first, target))
    throw validationError(`The first argument to ${name} must equal the assignment value${atPlace(call.at)}`);
  const value = isLiteral(second) ? literalValue(second, parameters) : undefined;
  if (value === undefined || setMembers(value) === undefined)
    throw validationError(`The second argument to ${name} must be a value with type SET${atPlace(first.at)}`);
  return { kind: SET_FUNCTIONS.get(call.name) ?? "add", path: target.steps, value };
}

function isSamePath(left: PathExpression, right: PathExpression): boolean {
  return left.steps.length === right.steps.length && left.steps.every((step, index) => step === right.steps[index]);
}

function bindValue(expression: Expression, parameters: readonly AttributeValue[]): BoundSetValue {
  if (expression.kind === "path") return { kind: "path", path: expression.steps };
  if (isLiteral(expression)) return { kind: "value", value: literalValue(expression, parameters) };
  if (expression.kind === "binary" && (expression.operator === "+" || expression.operator === "-"))
    return operation(expression.operator, "N", [expression.left, expression.right], parameters);
  if (expression.kind === "call" && expression.name === "list_append") {
    if (expression.operands.length !== 2)
      throw validationError(
        "Incorrect number of operands for operator or function; operator or function: list_append, " +
          `number of operands: ${expression.operands.length}`,
      );
    return operation("list_append", "L", expression.operands, parameters);
  }
  if (expression.kind === "call")
    throw validationError(`Unrecognized function: ${expression.name}${atPlace(expression.at)}`);
  return { kind: "value", value: literalValue(expression, parameters) };
}

function operation(
  kind: "+" | "-" | "list_append",
  type: "N" | "L",
  operands: readonly Expression[],
  parameters: readonly AttributeValue[],
): BoundSetValue {
  const [left, right] = operands.map((operand) => bindValue(operand, parameters));
  for (const operand of [left, right]) {
    if (operand?.kind === "value" && typeOf(operand.value) !== type)
      throw validationError(
        "Incorrect operand type for operator or function; " +
          `operator or function: ${kind}, operand type: ${typeOf(operand.value)}`,
      );
  }
  const nothing: BoundSetValue = { kind: "path", path: [] };
  return { kind, left: left ?? nothing, right: right ?? nothing };
}
