// WHERE as a condition over an item: the same that expressions are bound to, so that both find the same items.
// AWS: Developer Guide, "Use PartiQL functions with DynamoDB" and "PartiQL operators"; wording as the dynamodb-conformance
// suite recorded it.

import { validationError } from "../errors.ts";
import { ExpressionError } from "../expressions/ast.ts";
import { checkedTest, type BoundCondition, type BoundOperand } from "../expressions/condition.ts";
import { CONDITION_FUNCTIONS } from "../expressions/condition-grammar.ts";
import type { AttributeType, AttributeValue } from "../values/attribute-value.ts";
import { atPlace, type CallExpression, type Expression } from "./ast.ts";
import { isLiteral, literalValue } from "./literals.ts";

const COMPARATORS: ReadonlySet<string> = new Set(["=", "<>", "<", "<=", ">", ">="]);

/** What IS asks for: PartiQL's types among DynamoDB's. */
const TYPES: Readonly<Record<string, AttributeType>> = {
  NULL: "NULL",
  BOOL: "BOOL",
  BOOLEAN: "BOOL",
  STRING: "S",
  CHAR: "S",
  CHARACTER: "S",
  VARCHAR: "S",
  INT: "N",
  INTEGER: "N",
  INT4: "N",
  INT8: "N",
  SMALLINT: "N",
  BIGINT: "N",
  DECIMAL: "N",
  NUMERIC: "N",
  FLOAT: "N",
  REAL: "N",
  DOUBLE: "N",
  LIST: "L",
  STRUCT: "M",
  TUPLE: "M",
  BLOB: "B",
};

/** Binds a condition; throws AWS's error for what is wrong whatever the tables hold. */
export function bindWhere(expression: Expression, parameters: readonly AttributeValue[]): BoundCondition {
  try {
    return bind(expression, parameters);
  } catch (error) {
    if (error instanceof ExpressionError) throw validationError(error.message);
    throw error;
  }
}

function bind(expression: Expression, parameters: readonly AttributeValue[]): BoundCondition {
  const operandOf = (operand: Expression): BoundOperand => bindOperand(operand, parameters);
  switch (expression.kind) {
    case "not":
      return { kind: "not", condition: bind(expression.operand, parameters) };
    case "between":
      return checkedTest("between", [expression.operand, expression.lower, expression.upper].map(operandOf));
    case "in":
      return checkedTest("in", [expression.operand, ...expression.candidates].map(operandOf));
    case "is":
      return bindIs(expression.type, operandOf(expression.operand));
    case "call":
      if (expression.name !== "size") return bindCall(expression, parameters);
      break;
    case "binary":
      if (expression.operator === "and" || expression.operator === "or")
        return {
          kind: expression.operator,
          left: bind(expression.left, parameters),
          right: bind(expression.right, parameters),
        };
      if (COMPARATORS.has(expression.operator))
        return checkedTest(expression.operator, [operandOf(expression.left), operandOf(expression.right)]);
      throw unsupportedOperator(expression.operator);
  }
  // A value stands for itself where it is true.
  return checkedTest("=", [operandOf(expression), { kind: "value", value: { BOOL: true } }]);
}

function bindOperand(expression: Expression, parameters: readonly AttributeValue[]): BoundOperand {
  if (isLiteral(expression)) return { kind: "value", value: literalValue(expression, parameters) };
  switch (expression.kind) {
    case "path":
      return { kind: "path", path: expression.steps };
    case "call": {
      if (expression.name !== "size") return { kind: "truth", condition: bindCall(expression, parameters) };
      requireOperands(expression);
      const [operand] = expression.operands;
      if (operand === undefined) throw unsupportedOperator("size");
      return { kind: "size", operand: bindOperand(operand, parameters) };
    }
    case "negative":
      throw new ExpressionError(
        "Incorrect number of operands for operator or function; operator or function: -, number of operands: 1",
      );
    case "missing":
      throw unsupportedOperator("MISSING");
    case "binary":
      if (!COMPARATORS.has(expression.operator) && expression.operator !== "and" && expression.operator !== "or")
        throw unsupportedOperator(expression.operator);
      break;
  }
  return { kind: "truth", condition: bind(expression, parameters) };
}

function bindCall(call: CallExpression, parameters: readonly AttributeValue[]): BoundCondition {
  requireOperands(call);
  const operands = call.operands.map((operand) => bindOperand(operand, parameters));
  return checkedTest(call.name, operands);
}

function requireOperands({ name, operands, at }: CallExpression): void {
  const count = CONDITION_FUNCTIONS.get(name);
  if (count === undefined) throw validationError(`Unrecognized function: ${name}${atPlace(at)}`);
  if (count !== operands.length)
    throw new ExpressionError(
      "Incorrect number of operands for operator or function; " +
        `operator or function: ${name}, number of operands: ${operands.length}`,
    );
}

function bindIs(type: string, operand: BoundOperand): BoundCondition {
  if (type === "MISSING") return checkedTest("attribute_not_exists", [operand]);
  const name = TYPES[type];
  if (name === undefined) throw validationError(`Unsupported type in IS: ${type}`);
  return checkedTest("attribute_type", [operand, { kind: "value", value: { S: name } }]);
}

function unsupportedOperator(operator: string): ExpressionError {
  return new ExpressionError(`Unsupported operator in Condition Expression. Operator: ${operator.toUpperCase()}`);
}
