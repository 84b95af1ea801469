// Values, paths, functions and operators. Binding from tight to loose: signs; * / %; + - ||; comparisons, IN, BETWEEN, IS and
// LIKE; NOT; AND; OR.
// AWS: Developer Guide, "PartiQL operators" and "Use PartiQL functions with DynamoDB"; messages as the dynamodb-conformance
// suite recorded them.

import { validationError } from "../errors.ts";
import { atPlace, notWellFormed, type Expression, type PathExpression, type Place } from "./ast.ts";
import { OPERATOR_WORDS } from "./keywords.ts";
import type { Reader } from "./reader.ts";
import type { Token } from "./tokens.ts";

/** LIMIT: ours: levels of expressions inside each other, so that no statement exhausts the stack. */
const DEEPEST_EXPRESSION = 200;

const OR = 1;
const AND = 2;
const NOT = 3;
const COMPARISON = 4;
const SUM = 5;
const PRODUCT = 6;

const SYMBOL_OPERATORS: Readonly<Record<string, number>> = {
  "=": COMPARISON,
  "<>": COMPARISON,
  "<": COMPARISON,
  "<=": COMPARISON,
  ">": COMPARISON,
  ">=": COMPARISON,
  "+": SUM,
  "-": SUM,
  "||": SUM,
  "*": PRODUCT,
  "/": PRODUCT,
  "%": PRODUCT,
};
const WORD_OPERATORS: Readonly<Record<string, number>> = {
  OR,
  AND,
  IN: COMPARISON,
  BETWEEN: COMPARISON,
  IS: COMPARISON,
  LIKE: COMPARISON,
};

/** Types that IS knows, as one word each. */
const TYPE_WORDS: ReadonlySet<string> = new Set([
  ...[
    "MISSING",
    "NULL",
    "BOOL",
    "BOOLEAN",
    "STRING",
    "SYMBOL",
    "CHAR",
    "CHARACTER",
    "VARCHAR",
    "INT",
    "INTEGER",
    "INT4",
  ],
  ...["INT8", "SMALLINT", "BIGINT", "DECIMAL", "NUMERIC", "FLOAT", "REAL", "DOUBLE", "LIST", "STRUCT", "TUPLE", "BAG"],
  ...["BLOB", "CLOB", "SEXP", "TIMESTAMP", "DATE", "TIME", "ANY"],
]);

/** Parses an expression whose operators bind at least as tightly as `least`. */
export function parseExpression(reader: Reader, least = OR, depth = 0): Expression {
  if (depth > DEEPEST_EXPRESSION) throw notWellFormed("Expression is nested too deeply");
  let left = parseOperand(reader, depth);
  for (;;) {
    const operator = reader.peek();
    const strength = strengthOf(reader);
    if (strength === undefined || strength < least) return left;
    reader.next();
    left = parseInfix(reader, left, operator, strength, depth + 1);
  }
}

function strengthOf(reader: Reader): number | undefined {
  const { kind, text } = reader.peek();
  if (kind === "symbol") return SYMBOL_OPERATORS[text];
  if (kind !== "keyword") return undefined;
  if (text !== "NOT") return WORD_OPERATORS[text];
  const isInfix = ["IN", "BETWEEN", "LIKE"].some((word) => reader.isKeyword(word, 1));
  return isInfix ? COMPARISON : undefined;
}

function parseInfix(reader: Reader, left: Expression, operator: Token, strength: number, depth: number): Expression {
  const { at } = operator;
  if (operator.kind === "keyword" && operator.text === "NOT") {
    const inner = reader.next();
    return { kind: "not", operand: parseInfix(reader, left, inner, strength, depth), at };
  }
  if (operator.kind === "keyword" && operator.text === "IS") return parseIs(reader, left, at);
  if (reader.peek().kind === "end") throw notWellFormed("Missing right-hand side expression of infix operator");
  if (operator.kind === "keyword" && operator.text === "IN") return parseIn(reader, left, at, depth);
  if (operator.kind === "keyword" && operator.text === "BETWEEN") {
    const lower = parseExpression(reader, SUM, depth);
    if (!reader.takeKeyword("AND")) throw notWellFormed("Expected AND after BETWEEN");
    return { kind: "between", operand: left, lower, upper: parseExpression(reader, SUM, depth), at };
  }
  const right = parseExpression(reader, strength + 1, depth);
  return { kind: "binary", operator: operator.text.toLowerCase() as "=", left, right, at };
}

function parseIs(reader: Reader, operand: Expression, at: Place): Expression {
  const isNegated = reader.takeKeyword("NOT");
  const { kind, text } = reader.next();
  const type = text.toUpperCase();
  if ((kind !== "keyword" && kind !== "name") || !TYPE_WORDS.has(type)) throw notWellFormed("Expected type name");
  // Two types have names of two words.
  if (type === "DOUBLE") reader.takeKeyword("PRECISION");
  if (type === "CHARACTER") reader.takeKeyword("VARYING");
  const test: Expression = { kind: "is", operand, type, at };
  return isNegated ? { kind: "not", operand: test, at } : test;
}

function parseIn(reader: Reader, operand: Expression, at: Place, depth: number): Expression {
  const close = reader.takeSymbol("[")
    ? "]"
    : reader.takeSymbol("(")
      ? ")"
      : reader.takeSymbol("<<")
        ? ">>"
        : undefined;
  if (close === undefined) throw notWellFormed("Expected a list after IN");
  return { kind: "in", operand, candidates: parseItems(reader, close, depth), at };
}

function parseItems(reader: Reader, close: string, depth: number): readonly Expression[] {
  const items: Expression[] = [];
  if (reader.takeSymbol(close)) return items;
  do items.push(parseExpression(reader, OR, depth + 1));
  while (reader.takeSymbol(","));
  reader.expectSymbol(close);
  return items;
}

function parseOperand(reader: Reader, depth: number): Expression {
  const token = reader.peek();
  const { kind, text, at } = token;
  if (kind === "keyword" && text === "NOT") {
    reader.next();
    return { kind: "not", operand: parseExpression(reader, NOT, depth + 1), at };
  }
  if (kind === "symbol" && (text === "-" || text === "+")) {
    reader.next();
    return signed(parseOperand(reader, depth + 1), text, at);
  }
  if (reader.takeSymbol("(")) {
    const inner = parseExpression(reader, OR, depth + 1);
    reader.expectSymbol(")");
    return inner;
  }
  return parseTerm(reader, depth);
}

function signed(operand: Expression, sign: "+" | "-", at: Place): Expression {
  if (operand.kind !== "number") {
    if (sign === "+") return operand;
    return { kind: "negative", operand, at };
  }
  if (sign === "+") return operand;
  const text = operand.text.startsWith("-") ? operand.text.slice(1) : `-${operand.text}`;
  return { ...operand, text };
}

function parseTerm(reader: Reader, depth: number): Expression {
  const { kind, text, at } = reader.peek();
  if ((kind === "name" || kind === "keyword") && reader.isSymbol("(", 1)) {
    reader.next();
    reader.next();
    return { kind: "call", name: text.toLowerCase(), operands: parseItems(reader, ")", depth), at };
  }
  switch (kind) {
    case "name":
    case "quoted":
      return parsePath(reader);
    case "string":
      reader.next();
      return { kind, text, at };
    case "number":
      reader.next();
      checkExponent(text);
      return { kind, text, at };
    case "keyword":
      return parseWord(reader);
    case "symbol":
      return parseSymbol(reader, depth);
    default:
      throw notWellFormed("Unexpected term");
  }
}

function parseWord(reader: Reader): Expression {
  const { text, at } = reader.peek();
  if (text === "TRUE" || text === "FALSE") {
    reader.next();
    return { kind: "boolean", value: text === "TRUE", at };
  }
  if (text === "NULL" || text === "MISSING") {
    reader.next();
    return { kind: text === "NULL" ? "null" : "missing", at };
  }
  throw notWellFormed(OPERATOR_WORDS.has(text) ? "Unexpected operator" : "Unexpected keyword");
}

function parseSymbol(reader: Reader, depth: number): Expression {
  const { text, at } = reader.next();
  if (text === "?") return { kind: "parameter", index: reader.parameters++, at };
  if (text === "[") return { kind: "list", items: parseItems(reader, "]", depth), at };
  if (text === "<<") return { kind: "bag", items: parseItems(reader, ">>", depth), at };
  if (text !== "{") throw notWellFormed(text in SYMBOL_OPERATORS ? "Unexpected operator" : "Unexpected term");
  const entries: [string, Expression][] = [];
  if (!reader.takeSymbol("}")) {
    do {
      const name = reader.next();
      if (name.kind !== "string" && name.kind !== "quoted") throw notWellFormed("Unexpected term");
      reader.expectSymbol(":");
      entries.push([name.text, parseExpression(reader, OR, depth + 1)]);
    } while (reader.takeSymbol(","));
    reader.expectSymbol("}");
  }
  return { kind: "struct", entries, at };
}

/** Parses a document path: a name, and then ".name" and "[position]" as often as there are. */
export function parsePath(reader: Reader): PathExpression {
  const { text, at } = reader.next();
  const steps: (string | number)[] = [text];
  for (;;) {
    if (reader.takeSymbol(".")) {
      const step = reader.next();
      if (step.kind !== "name" && step.kind !== "quoted") throw notWellFormed("Invalid path dot component");
      steps.push(step.text);
    } else if (reader.takeSymbol("[")) {
      steps.push(parsePosition(reader));
      reader.expectSymbol("]");
    } else return { kind: "path", steps, at };
  }
}

/** AWS: positions go up to the largest 32-bit integer (observed). */
const HIGHEST_POSITION = 2_147_483_647;

function parsePosition(reader: Reader): number {
  const isNegative = reader.takeSymbol("-");
  const { kind, text, at } = reader.next();
  if (kind === "string") return Number.NaN;
  if (kind !== "number" || !/^\d+$/.test(text)) throw notWellFormed("Invalid path component");
  const position = Number(text);
  if (position > HIGHEST_POSITION || (isNegative && position > 0))
    throw validationError(
      `List index is not within the allowable range; index: [${isNegative ? "-" : ""}${text}]${atPlace(at)}`,
    );
  return position;
}

/** AWS: neither a number's exponent nor its scale may leave 32 bits (observed). */
function checkExponent(text: string): void {
  const [mantissa = "", exponent] = text.split(/[eE]/);
  if (exponent === undefined) return;
  const digits = (mantissa.split(".")[1] ?? "").length;
  const power = Number(exponent);
  if (Math.abs(power) > HIGHEST_POSITION || digits - power > HIGHEST_POSITION) throw notWellFormed();
}
