// The grammar of condition, filter and key condition expressions. Binding from tight to loose: comparison, IN, BETWEEN
// and functions; NOT; AND; OR.
// AWS: Developer Guide, "Condition and filter expressions, operators, and functions". Which error is reported where
// several apply follows dynalite's test-suite, which was run against AWS.

import { ExpressionError, type Comparator, type Condition, type FunctionCall, type Operand } from "./ast.ts";
import { functionsIn, Parser } from "./parser.ts";
import type { Token } from "./tokens.ts";

const COMPARATORS: readonly Comparator[] = ["<=", ">=", "<>", "=", "<", ">"];
/** BETWEEN is counted by its AND. */
const COUNTED_OPERATORS = [...COMPARATORS, "AND", "OR", "NOT", "IN"];
const KEYWORDS = ["AND", "OR", "NOT", "IN", "BETWEEN"];

/** Functions and how many operands they take. */
export const CONDITION_FUNCTIONS: ReadonlyMap<string, number> = new Map([
  ["attribute_exists", 1],
  ["attribute_not_exists", 1],
  ["attribute_type", 2],
  ["begins_with", 2],
  ["contains", 2],
  ["size", 1],
]);

/** Parses a condition; throws an ExpressionError. */
export function parseCondition(text: string): Condition {
  const parser = new Parser(text, KEYWORDS);
  const condition = parser.parseAll(() => parseOr(parser));
  parser.checkOperators(COUNTED_OPERATORS);
  if (hasRedundantParentheses(parser.tokens)) throw new ExpressionError("The expression has redundant parentheses;");
  checkFunctions(condition);
  parser.checkReservedWords();
  return condition;
}

function parseOr(parser: Parser): Condition {
  let left = parseAnd(parser);
  while (parser.takeKeyword("OR")) left = { kind: "or", left, right: parseAnd(parser) };
  return left;
}

function parseAnd(parser: Parser): Condition {
  let left = parseNot(parser);
  while (parser.takeKeyword("AND")) left = { kind: "and", left, right: parseNot(parser) };
  return left;
}

function parseNot(parser: Parser): Condition {
  if (parser.takeKeyword("NOT")) return { kind: "not", condition: parseNot(parser) };
  // A parenthesis opens an operand, "(a) = :b", or a condition, "(a = :b)".
  return parser.either(
    () => parseSimple(parser),
    () => {
      parser.expectSymbol("(");
      const condition = parseOr(parser);
      parser.expectSymbol(")");
      return condition;
    },
  );
}

function parseSimple(parser: Parser): Condition {
  const operand = parser.operand();
  const comparator = parser.takeOneOf(COMPARATORS);
  if (comparator !== undefined) return { kind: "compare", comparator, left: operand, right: parser.operand() };
  if (parser.takeKeyword("BETWEEN")) {
    const lower = parser.operand();
    parser.expectKeyword("AND");
    return { kind: "between", operand, lower, upper: parser.operand() };
  }
  if (parser.takeKeyword("IN")) {
    parser.expectSymbol("(");
    const candidates = parser.commaList(() => parser.operand());
    parser.expectSymbol(")");
    return { kind: "in", operand, candidates };
  }
  if (operand.kind === "function") return operand;
  // Neither a comparison nor a function: say so at the token where the comparator should be.
  parser.expectSymbol("=");
  return { kind: "compare", comparator: "=", left: operand, right: operand };
}

/** True if two pairs of parentheses enclose the same thing, as in ((a = :b)). */
function hasRedundantParentheses(tokens: readonly Token[]): boolean {
  const open: number[] = [];
  const closing = new Map<number, number>();
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "symbol") continue;
    if (token.text === "(") open.push(index);
    else if (token.text === ")") closing.set(open.pop() ?? -1, index);
  }
  for (const [start, end] of closing) {
    const before = tokens[start - 1];
    // The parentheses of a function call or of IN's list enclose operands; they group nothing.
    const isCall =
      before?.kind === "identifier" && !["AND", "OR", "NOT", "BETWEEN"].includes(before.text.toUpperCase());
    if (!isCall && closing.get(start + 1) === end - 1) return true;
  }
  return false;
}

function checkFunctions(condition: Condition): void {
  const conditions = [...leaves(condition)];
  const unknown = conditions
    .flatMap((leaf) => functionsIn(leaf.kind === "function" ? [leaf] : operandsOf(leaf)))
    .find((call) => !CONDITION_FUNCTIONS.has(call.name));
  if (unknown !== undefined) throw new ExpressionError(`Invalid function name; function: ${unknown.name}`);
  for (const leaf of conditions) {
    // Only size gives a value, and only as an operand.
    const misused: FunctionCall | undefined =
      functionsIn(operandsOf(leaf)).find((call) => call.name !== "size") ??
      (leaf.kind === "function" && leaf.name === "size" ? leaf : undefined);
    if (misused !== undefined)
      throw new ExpressionError(
        `The function is not allowed to be used this way in an expression; function: ${misused.name}`,
      );
  }
}

/** A condition without AND, OR and NOT. */
export type Leaf = Exclude<Condition, { kind: "and" | "or" | "not" }>;

/** The conditions between AND, OR and NOT, in the order of the text. */
export function* leaves(condition: Condition): Generator<Leaf> {
  if (condition.kind === "not") yield* leaves(condition.condition);
  else if (condition.kind === "and" || condition.kind === "or") {
    yield* leaves(condition.left);
    yield* leaves(condition.right);
  } else yield condition;
}

/** The operands of one condition, in the order of the text. */
export function operandsOf(leaf: Leaf): readonly Operand[] {
  if (leaf.kind === "compare") return [leaf.left, leaf.right];
  if (leaf.kind === "between") return [leaf.operand, leaf.lower, leaf.upper];
  if (leaf.kind === "in") return [leaf.operand, ...leaf.candidates];
  return leaf.operands;
}
