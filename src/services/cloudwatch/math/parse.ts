// Metric math expressions as trees. Pure.
// AWS: User Guide, "Metric math syntax and functions". Operators bind as in arithmetic: OR, AND, comparisons, + and -, * and /, unary -, ^.

import { MathError } from "./values.ts";

export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "array"; readonly items: readonly Expression[] }
  | { readonly kind: "call"; readonly name: string; readonly inputs: readonly Expression[] }
  | { readonly kind: "negative"; readonly of: Expression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression };

const TOKEN =
  /\s*(?:(?<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(?<text>"[^"]*"|'[^']*')|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<sign>&&|\|\||==|!=|<=|>=|[-+*/^<>()[\],]))/y;

interface Token {
  readonly kind: "number" | "text" | "name" | "sign";
  readonly text: string;
}

const LEVELS: readonly (readonly string[])[] = [
  ["OR"],
  ["AND"],
  ["==", "!=", "<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "/"],
];
const SPELLINGS: Readonly<Record<string, string>> = { "&&": "AND", "||": "OR" };
/** LIMIT: of brackets within each other: the longest expression has 2,048 characters, and each level takes a stack frame or six. */
const DEEPEST = 200;

/** Parses an expression; throws MathError. */
export function parseExpression(source: string): Expression {
  const tokens = readTokens(source);
  let at = 0;
  let depth = 0;

  const peek = (): Token | undefined => tokens[at];
  const fail = (): never => {
    throw new MathError(`Unexpected "${peek()?.text ?? "end of the expression"}" in the expression "${source}".`);
  };
  const isNext = (...signs: readonly string[]): boolean => {
    const token = peek();
    return token !== undefined && token.kind !== "text" && signs.includes(SPELLINGS[token.text] ?? token.text);
  };
  const take = (sign: string): void => {
    if (!isNext(sign)) fail();
    at += 1;
  };

  function binary(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return unary();
    let left = binary(level + 1);
    while (isNext(...operators)) {
      const text = peek()?.text ?? "";
      at += 1;
      left = { kind: "binary", operator: SPELLINGS[text] ?? text, left, right: binary(level + 1) };
    }
    return left;
  }

  function unary(): Expression {
    if (!isNext("-")) return power();
    take("-");
    return nested(() => ({ kind: "negative", of: unary() }));
  }

  function power(): Expression {
    const left = primary();
    if (!isNext("^")) return left;
    take("^");
    return nested(() => ({ kind: "binary", operator: "^", left, right: unary() }));
  }

  function nested<T>(inner: () => T): T {
    depth += 1;
    if (depth > DEEPEST) throw new MathError("The expression is nested too deeply.");
    const result = inner();
    depth -= 1;
    return result;
  }

  function primary(): Expression {
    const token = peek();
    if (token?.kind === "number") {
      at += 1;
      return { kind: "number", value: Number(token.text) };
    }
    if (token?.kind === "text") {
      at += 1;
      return { kind: "text", text: token.text.slice(1, -1) };
    }
    if (token?.kind === "name") return name(token.text);
    if (isNext("[")) return { kind: "array", items: list("[", "]") };
    take("(");
    const inner = nested(() => binary(0));
    take(")");
    return inner;
  }

  function name(text: string): Expression {
    at += 1;
    // AWS: ids begin with a lower-case letter, functions are in upper case.
    if (/^[a-z]/.test(text)) return { kind: "id", id: text };
    return isNext("(") ? { kind: "call", name: text, inputs: list("(", ")") } : { kind: "word", word: text };
  }

  function list(open: string, close: string): readonly Expression[] {
    take(open);
    const items: Expression[] = [];
    while (!isNext(close)) {
      if (items.length > 0) take(",");
      items.push(nested(() => binary(0)));
    }
    take(close);
    return items;
  }

  const whole = binary(0);
  if (at < tokens.length) fail();
  return whole;
}

function readTokens(source: string): readonly Token[] {
  const tokens: Token[] = [];
  const text = source.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (found === null)
      throw new MathError(`Unexpected "${text.slice(from).trim().charAt(0)}" in the expression "${source}".`);
    const [kind = "sign", token = ""] = Object.entries(found.groups ?? {}).find(([, each]) => each !== undefined) ?? [];
    tokens.push({ kind: kind as Token["kind"], text: token });
  }
  return tokens;
}

/** The ids that an expression names. */
export function idsIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case "id":
      return [expression.id];
    case "array":
      return expression.items.flatMap(idsIn);
    case "call":
      return expression.inputs.flatMap(idsIn);
    case "negative":
      return idsIn(expression.of);
    case "binary":
      return [...idsIn(expression.left), ...idsIn(expression.right)];
    default:
      return [];
  }
}

/** True if METRICS() is somewhere in the expression. */
export function callsMetrics(expression: Expression): boolean {
  switch (expression.kind) {
    case "array":
      return expression.items.some(callsMetrics);
    case "call":
      return expression.name === "METRICS" || expression.inputs.some(callsMetrics);
    case "negative":
      return callsMetrics(expression.of);
    case "binary":
      return callsMetrics(expression.left) || callsMetrics(expression.right);
    default:
      return false;
  }
}
