// Literals and parameters as attribute values.
// AWS: Developer Guide, "PartiQL data types for DynamoDB"; wording as the dynamodb-conformance suite recorded it.

import { validationError } from "../errors.ts";
import { setAttribute, type AttributeValue, type Item } from "../values/attribute-value.ts";
import { normalizeNumber } from "../values/decimal.ts";
import { valueProblem } from "../values/validate.ts";
import { atPlace, type Expression } from "./ast.ts";

/** LIMIT: of the service: lists and maps inside each other. */
const DEEPEST_LITERAL = 31;

/** Throws for a parameter that is no value, and brings numbers into normal form. Comes before the statement is read. */
export function checkParameters(parameters: readonly AttributeValue[] | undefined): void {
  for (const parameter of parameters ?? []) {
    const problem = valueProblem(parameter);
    if (problem !== undefined) throw validationError(problem);
  }
}

/** True for what has a value whatever the item is. */
export function isLiteral({ kind }: Expression): boolean {
  return (
    kind === "string" ||
    kind === "number" ||
    kind === "boolean" ||
    kind === "null" ||
    kind === "parameter" ||
    kind === "list" ||
    kind === "bag" ||
    kind === "struct"
  );
}

/** The value of a literal or a parameter; throws for anything else. `path` is where it is inside the whole value. */
export function literalValue(
  expression: Expression,
  parameters: readonly AttributeValue[],
  path = "root",
  depth = 0,
): AttributeValue {
  switch (expression.kind) {
    case "string":
      return { S: expression.text };
    case "number":
      return { N: numberOf(expression.text, path) };
    case "boolean":
      return { BOOL: expression.value };
    case "null":
      return { NULL: true };
    case "parameter": {
      // AWS: parameters stand for whole values only (observed).
      if (depth > 0) throw unsupportedType("Parameter", path, expression);
      const value = parameters[expression.index];
      if (value === undefined) throw validationError("Number of parameters in request and statement don't match.");
      return value;
    }
    case "list":
      return {
        L: expression.items.map((item, index) => nested(item, parameters, `${path}[${index}]`, depth)),
      };
    case "struct":
      return { M: structItem(expression.entries, parameters, (name) => `${path}.${name}`, depth + 1) };
    case "bag":
      return setOf(expression.items, path);
    case "call":
      throw unsupportedType(expression.name, path, expression);
    case "path":
      throw unsupportedType("VariableReference", path, expression);
    default:
      throw unsupportedType(expression.kind, path, expression);
  }
}

function nested(
  expression: Expression,
  parameters: readonly AttributeValue[],
  path: string,
  depth: number,
): AttributeValue {
  if (depth >= DEEPEST_LITERAL) throw validationError(`Nesting Levels have exceeded supported limits under ${path}`);
  return literalValue(expression, parameters, path, depth + 1);
}

/** An item of a struct's entries. Each attribute of an INSERT's item is a root of its own. */
export function structItem(
  entries: readonly (readonly [string, Expression])[],
  parameters: readonly AttributeValue[],
  pathOf: (name: string) => string = () => "root",
  depth = 0,
): Item {
  const item: Item = {};
  for (const [name, expression] of entries) {
    const value =
      depth === 0
        ? literalValue(expression, parameters, pathOf(name))
        : nested(expression, parameters, pathOf(name), depth - 1);
    setAttribute(item, name, value);
  }
  return item;
}

function numberOf(text: string, path: string): string {
  const result = normalizeNumber(text);
  if ("problem" in result) throw validationError(`${result.problem} under ${path}`);
  return result.number;
}

function setOf(items: readonly Expression[], path: string): AttributeValue {
  if (items.length === 0) throw validationError("Empty bags are not supported");
  const texts = items.flatMap((item) => (item.kind === "string" || item.kind === "number" ? [item.text] : []));
  const [first] = items;
  if (texts.length < items.length || items.some(({ kind }) => kind !== first?.kind))
    throw validationError("Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags");
  const isText = first?.kind === "string";
  const members = isText ? texts : texts.map((text) => numberOf(text, path));
  if (new Set(members).size < members.length)
    throw validationError(
      `One or more parameter values were invalid: Input collection [${texts.join(", ")}] contains duplicates` +
        (isText ? "." : `! under ${path}`),
    );
  return isText ? { SS: members } : { NS: members };
}

function unsupportedType(type: string, path: string, { at }: Expression): Error {
  return validationError(`Unsupported data type: ${type} under key ${path}${atPlace(at)}`);
}
