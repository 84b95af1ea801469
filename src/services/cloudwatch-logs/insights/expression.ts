// The grammar of expressions, from what binds least to what binds most: or, and, not, comparisons, sums, products, powers, signs.

import { AGGREGATES } from "./aggregates.ts";
import { FUNCTIONS } from "./functions.ts";
import type { Token } from "./lexer.ts";
import type { Reader } from "./reader.ts";
import type { BinaryOperator, Expression, Pattern, Period } from "./syntax.ts";

/** Reads an expression. */
export function parseExpression(reader: Reader): Expression {
  return parseOr(reader);
}

function parseOr(reader: Reader): Expression {
  let left = parseAnd(reader);
  while (reader.takesWord("or")) left = binary("or", left, parseAnd(reader));
  return left;
}

function parseAnd(reader: Reader): Expression {
  let left = parseNot(reader);
  while (reader.takesWord("and")) left = binary("and", left, parseNot(reader));
  return left;
}

function parseNot(reader: Reader): Expression {
  return reader.takesWord("not") ? not(parseNot(reader)) : parseComparison(reader);
}

const COMPARISONS: ReadonlySet<string> = new Set(["=", "!=", "<", "<=", ">", ">="]);

function parseComparison(reader: Reader): Expression {
  const left = parseSum(reader);
  const token = reader.peek();
  if (token.kind === "sign" && COMPARISONS.has(token.text)) {
    reader.take();
    return binary(token.text as BinaryOperator, left, parseSum(reader));
  }
  if (reader.takesSign("=~")) return { kind: "like", operand: left, pattern: parsePattern(reader) };
  const isNegated = reader.takesWord("not");
  const found = parseMembership(reader, left);
  if (found === undefined) {
    if (isNegated) throw reader.unexpected();
    return left;
  }
  return isNegated ? not(found) : found;
}

function parseMembership(reader: Reader, operand: Expression): Expression | undefined {
  if (reader.takesWord("like")) return { kind: "like", operand, pattern: parsePattern(reader) };
  if (!reader.takesWord("in")) return undefined;
  reader.requireSign("[");
  const values = [parseSum(reader)];
  while (reader.takesSign(",")) values.push(parseSum(reader));
  reader.requireSign("]");
  return { kind: "in", operand, values };
}

function parsePattern(reader: Reader): Pattern {
  const token = reader.takePattern();
  return token.kind === "string" ? { text: token.text } : { regex: reader.compile(token) };
}

function parseSum(reader: Reader): Expression {
  let left = parseProduct(reader);
  for (;;) {
    if (reader.takesSign("+")) left = binary("+", left, parseProduct(reader));
    else if (reader.takesSign("-")) left = binary("-", left, parseProduct(reader));
    else return left;
  }
}

function parseProduct(reader: Reader): Expression {
  let left = parsePower(reader);
  for (;;) {
    if (reader.takesSign("*")) left = binary("*", left, parsePower(reader));
    else if (reader.takesSign("/")) left = binary("/", left, parsePower(reader));
    else if (reader.takesSign("%")) left = binary("%", left, parsePower(reader));
    else return left;
  }
}

function parsePower(reader: Reader): Expression {
  const left = parseSigned(reader);
  return reader.takesSign("^") ? binary("^", left, parsePower(reader)) : left;
}

/** What stands before a sign: a "/" behind it may begin a regular expression. */
export function parseOperand(reader: Reader): Expression {
  return parsePrimary(reader);
}

function parseSigned(reader: Reader): Expression {
  if (reader.takesSign("-")) return { kind: "negative", operand: parseSigned(reader) };
  let value = parsePrimary(reader);
  while (reader.takesSign("[")) {
    const index = reader.take();
    if (index.kind !== "number") throw reader.unexpected(index);
    reader.requireSign("]");
    value = { kind: "item", list: value, index: Number(index.text) };
  }
  return value;
}

const LITERALS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

function parsePrimary(reader: Reader): Expression {
  const token = reader.take();
  if (token.kind === "number") return { kind: "literal", value: Number(token.text) };
  if (token.kind === "string") return { kind: "literal", value: token.text };
  if (token.kind === "quoted-name") return { kind: "field", name: token.text };
  if (token.kind === "period") return { kind: "period", period: periodOf(token.text) };
  if (token.kind === "sign" && token.text === "(") {
    const inner = parseExpression(reader);
    reader.requireSign(")");
    return inner;
  }
  if (token.kind !== "name") throw reader.unexpected(token);
  if (reader.takesSign("(")) return parseCall(reader, token);
  const literal = LITERALS[token.text.toLowerCase()];
  return literal === undefined ? { kind: "field", name: token.text } : { kind: "literal", value: literal };
}

function parseCall(reader: Reader, token: Token): Expression {
  const name = token.text.toLowerCase();
  const known = FUNCTIONS[name] ?? AGGREGATES[name];
  if (known === undefined) throw reader.unexpected(token);
  const inputs: Expression[] = [];
  if (!reader.takesSign(")")) {
    // AWS: count(*).
    if (name === "count" && reader.takesSign("*")) reader.requireSign(")");
    else {
      do inputs.push(parseExpression(reader));
      while (reader.takesSign(","));
      reader.requireSign(")");
    }
  }
  const [least, most] = known.inputs;
  if (inputs.length < least || inputs.length > most) throw reader.unexpected(token);
  return { kind: "call", name, inputs };
}

const UNITS: Readonly<Record<string, Period["unit"]>> = {
  msec: "ms",
  sec: "s",
  min: "m",
  hr: "h",
  mon: "mo",
  qtr: "q",
  yr: "y",
};

function periodOf(text: string): Period {
  const [, count = "1", unit = "s"] = /^(\d+)(.*)$/.exec(text) ?? [];
  return { count: Number(count), unit: UNITS[unit] ?? (unit as Period["unit"]) };
}

const binary = (operator: BinaryOperator, left: Expression, right: Expression): Expression => ({
  kind: "binary",
  operator,
  left,
  right,
});

const not = (operand: Expression): Expression => ({ kind: "not", operand });
