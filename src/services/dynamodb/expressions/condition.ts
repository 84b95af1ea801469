// Conditions with their placeholders resolved: the checks that need values, and whether an item fulfils them.
// AWS: Developer Guide, "Condition and filter expressions, operators, and functions"; the order of the checks follows
// dynalite's test-suite.

import { areEqual, beginsWith, compareValues, setMembers } from "../values/compare.ts";
import { typeOf, type AttributeType, type AttributeValue, type Item } from "../values/attribute-value.ts";
import { CONDITION_FUNCTIONS, operandsOf, type Leaf } from "./condition-grammar.ts";
import { ExpressionError, type Condition, type FunctionCall, type Operand } from "./ast.ts";
import { valueAt } from "./paths.ts";
import { showPath, type BoundPath, type Placeholders } from "./placeholders.ts";

/** LIMIT: of the service: values after IN. */
const MOST_CANDIDATES = 100;

export type BoundOperand =
  | { readonly kind: "path"; readonly path: BoundPath }
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "size"; readonly operand: BoundOperand }
  /** A condition as a value, true or false. Only PartiQL has it. */
  | { readonly kind: "truth"; readonly condition: BoundCondition };

export type BoundCondition =
  | { readonly kind: "and"; readonly left: BoundCondition; readonly right: BoundCondition }
  | { readonly kind: "or"; readonly left: BoundCondition; readonly right: BoundCondition }
  | { readonly kind: "not"; readonly condition: BoundCondition }
  | BoundLeaf;

/** A test of operands: a comparator, "between", "in", or a function's name. */
export interface BoundLeaf {
  readonly kind: "test";
  readonly test: string;
  readonly operands: readonly BoundOperand[];
}

/** Resolves placeholders and checks operands; throws an ExpressionError for the first condition that is wrong. */
export function bindCondition(condition: Condition, placeholders: Placeholders): BoundCondition {
  if (condition.kind === "not") return { kind: "not", condition: bindCondition(condition.condition, placeholders) };
  if (condition.kind === "and" || condition.kind === "or")
    return {
      kind: condition.kind,
      left: bindCondition(condition.left, placeholders),
      right: bindCondition(condition.right, placeholders),
    };
  const operands = operandsOf(condition).map((operand) => bindOperand(operand, placeholders));
  const test = testOf(condition);
  for (const call of condition.kind === "function" ? [condition, ...nested(condition)] : nested(condition))
    checkOperandCount(call);
  return checkedTest(test, operands);
}

/** A test of operands that fit it; throws an ExpressionError for others. */
export function checkedTest(test: string, operands: readonly BoundOperand[]): BoundLeaf {
  checkDistinct(test, operands);
  for (const operand of operands) checkSizeOperand(operand);
  checkOperandTypes(test, operands);
  return { kind: "test", test, operands };
}

function testOf(leaf: Leaf): string {
  if (leaf.kind === "compare") return leaf.comparator;
  return leaf.kind === "function" ? leaf.name : leaf.kind;
}

function nested(leaf: Leaf): readonly FunctionCall[] {
  return operandsOf(leaf).filter((operand): operand is FunctionCall => operand.kind === "function");
}

function bindOperand(operand: Operand, placeholders: Placeholders): BoundOperand {
  if (operand.kind === "path") return { kind: "path", path: placeholders.path(operand) };
  if (operand.kind === "value") return { kind: "value", value: placeholders.value(operand.name) };
  const [first] = operand.operands.map((inner) => bindOperand(inner, placeholders));
  // Only size gets here as an operand: the grammar refuses other functions.
  return { kind: "size", operand: first ?? { kind: "path", path: [] } };
}

function checkOperandCount({ name, operands }: FunctionCall): void {
  if (CONDITION_FUNCTIONS.get(name) !== operands.length)
    throw new ExpressionError(
      "Incorrect number of operands for operator or function; " +
        `operator or function: ${name}, number of operands: ${operands.length}`,
    );
}

function checkDistinct(test: string, operands: readonly BoundOperand[]): void {
  const [first, second] = operands;
  if (operands.length !== 2 || first?.kind !== "path" || second?.kind !== "path") return;
  if (first.path.length === second.path.length && first.path.every((step, index) => step === second.path[index]))
    throw new ExpressionError(
      "The first operand must be distinct from the remaining operands for this operator or function; " +
        `operator: ${test}, first operand: ${showPath(first.path)}`,
    );
}

function checkSizeOperand(operand: BoundOperand): void {
  if (operand.kind !== "size") return;
  const type = knownType(operand.operand);
  if (type === "N" || type === "BOOL" || type === "NULL") throw wrongType("size", type);
}

function checkOperandTypes(test: string, operands: readonly BoundOperand[]): void {
  const [first, second, third] = operands;
  switch (test) {
    case "attribute_exists":
    case "attribute_not_exists":
      if (first?.kind !== "path")
        throw new ExpressionError(`Operator or function requires a document path; operator or function: ${test}`);
      return;
    case "begins_with":
      for (const operand of operands) {
        const type = knownType(operand);
        if (type !== undefined && type !== "S" && type !== "B") throw wrongType(test, type);
      }
      return;
    case "attribute_type":
      checkAttributeType(second);
      return;
    case "in":
      if (operands.length - 1 > MOST_CANDIDATES)
        throw new ExpressionError(
          `The IN operator is provided with too many operands; number of operands: ${operands.length - 1}`,
        );
      return;
    case "between":
      for (const operand of operands) {
        const type = knownType(operand);
        if (type !== undefined && type !== "S" && type !== "N" && type !== "B") throw wrongType("BETWEEN", type);
      }
      if (second?.kind === "value" && third?.kind === "value") checkBounds(second.value, third.value);
      return;
    case "<":
    case "<=":
    case ">":
    case ">=":
      for (const operand of operands) {
        const type = knownType(operand);
        if (type !== undefined && type !== "S" && type !== "N" && type !== "B") throw wrongType(test, type);
      }
  }
}

function checkAttributeType(operand: BoundOperand | undefined): void {
  const type = operand === undefined ? undefined : knownType(operand);
  if (type !== "S" || operand?.kind !== "value")
    throw wrongType("attribute_type", type ?? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
  const valid = "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}";
  if (
    !valid
      .slice(1, -1)
      .split(",")
      .includes(operand.value.S ?? "")
  )
    throw new ExpressionError(`Invalid attribute type name found; type: ${operand.value.S}, valid types: ${valid}`);
}

function checkBounds(lower: AttributeValue, upper: AttributeValue): void {
  const bounds = `lower bound operand: ${showValue(lower)}, upper bound operand: ${showValue(upper)}`;
  if (typeOf(lower) !== typeOf(upper))
    throw new ExpressionError(`The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`);
  if ((compareValues(lower, upper) ?? 0) > 0)
    throw new ExpressionError(
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
    );
}

function showValue(value: AttributeValue): string {
  const type = typeOf(value);
  const content = value.S ?? value.N ?? (value.B === undefined ? "" : Buffer.from(value.B).toString("base64"));
  return `AttributeValue: {${type}:${content}}`;
}

function wrongType(test: string, type: string): ExpressionError {
  return new ExpressionError(
    `Incorrect operand type for operator or function; operator or function: ${test}, operand type: ${type}`,
  );
}

/** The type that an operand has whatever the item is. */
function knownType(operand: BoundOperand): AttributeType | undefined {
  if (operand.kind === "size") return "N";
  if (operand.kind === "truth") return "BOOL";
  return operand.kind === "value" ? typeOf(operand.value) : undefined;
}

/** True if the item (none: an empty one) fulfils the condition. */
export function fulfils(item: Item, condition: BoundCondition): boolean {
  if (condition.kind === "test") return passes(condition, item);
  if (condition.kind === "not") return !fulfils(item, condition.condition);
  if (condition.kind === "and") return fulfils(item, condition.left) && fulfils(item, condition.right);
  return fulfils(item, condition.left) || fulfils(item, condition.right);
}

function passes({ test, operands }: BoundLeaf, item: Item): boolean {
  const [first, second, third] = operands.map((operand) => evaluate(operand, item));
  switch (test) {
    case "attribute_exists":
      return first !== undefined;
    case "attribute_not_exists":
      return first === undefined;
    case "<>":
      // AWS: an attribute that is not there is unequal to any value.
      return first === undefined || second === undefined || !areEqual(first, second);
    case "in":
      return operands.slice(1).some((operand) => {
        const candidate = evaluate(operand, item);
        return first !== undefined && candidate !== undefined && areEqual(first, candidate);
      });
  }
  if (first === undefined || second === undefined) return false;
  switch (test) {
    case "=":
      return areEqual(first, second);
    case "attribute_type":
      return typeOf(first) === second.S;
    case "begins_with":
      return beginsWith(first, second);
    case "contains":
      return contains(first, second);
    case "between": {
      const [above, below] = [compareValues(first, second), third && compareValues(first, third)];
      return above !== undefined && below !== undefined && above >= 0 && below <= 0;
    }
  }
  const order = compareValues(first, second);
  if (order === undefined) return false;
  if (test === "<") return order < 0;
  if (test === "<=") return order <= 0;
  return test === ">" ? order > 0 : order >= 0;
}

function evaluate(operand: BoundOperand, item: Item): AttributeValue | undefined {
  if (operand.kind === "value") return operand.value;
  if (operand.kind === "path") return valueAt(item, operand.path);
  if (operand.kind === "truth") return { BOOL: fulfils(item, operand.condition) };
  const value = evaluate(operand.operand, item);
  const size = value === undefined ? undefined : sizeOf(value);
  return size === undefined ? undefined : { N: String(size) };
}

// AWS: "size (path)": characters of a string, bytes of a binary, elements of a set, list or map; others have no size.
function sizeOf(value: AttributeValue): number | undefined {
  if (value.S !== undefined) return value.S.length;
  if (value.M !== undefined) return Object.keys(value.M).length;
  return (value.B ?? value.SS ?? value.NS ?? value.BS ?? value.L)?.length;
}

function contains(value: AttributeValue, sought: AttributeValue): boolean {
  if (value.L !== undefined) return value.L.some((member) => areEqual(member, sought));
  if (value.S !== undefined && sought.S !== undefined) return value.S.includes(sought.S);
  if (value.B !== undefined && sought.B !== undefined) return Buffer.from(value.B).includes(Buffer.from(sought.B));
  if (value.SS !== undefined && sought.S !== undefined) return value.SS.includes(sought.S);
  if (value.NS !== undefined && sought.N !== undefined) return value.NS.includes(sought.N);
  if (value.BS !== undefined && sought.B !== undefined)
    return setMembers(value)?.includes(Buffer.from(sought.B).toString("base64")) ?? false;
  return false;
}

/** The attributes of the item itself that a condition looks at, and those of them whose inside it looks at. */
export function attributesOf(condition: BoundCondition): { heads: Set<string>; nested: Set<string> } {
  const heads = new Set<string>();
  const inside = new Set<string>();
  const visitOperand = (operand: BoundOperand): void => {
    if (operand.kind === "size") visitOperand(operand.operand);
    if (operand.kind === "truth") visit(operand.condition);
    if (operand.kind !== "path") return;
    const head = String(operand.path[0]);
    heads.add(head);
    if (operand.path.length > 1) inside.add(head);
  };
  const visit = (part: BoundCondition): void => {
    if (part.kind === "test") part.operands.forEach(visitOperand);
    else if (part.kind === "not") visit(part.condition);
    else {
      visit(part.left);
      visit(part.right);
    }
  };
  visit(condition);
  return { heads, nested: inside };
}
