// References and expressions: $a.b("c")[0], and what stands between the parentheses of directives.
// AWS: mapping templates are in Velocity's language ("Mapping template transformations for REST APIs in API Gateway");
// the grammar is that of "Apache Velocity Engine 1.7: VTL Reference".

import type { Cursor } from "./cursor.ts";
import type { Expression, Node, Operator, Reference, Step } from "./syntax.ts";

const NAME = /[A-Za-z][A-Za-z0-9_-]*/y;
/** How strings in double quotes are parsed: they are templates. */
export type ParseText = (text: string) => readonly Node[];

// From the loosest to the tightest.
const LEVELS: readonly (readonly [RegExp, ReadonlyMap<string, Operator>])[] = [
  [/\|\||or(?![\w-])/y, new Map([["or", "||"]])],
  [/&&|and(?![\w-])/y, new Map([["and", "&&"]])],
  [
    /==|!=|(?:eq|ne)(?![\w-])/y,
    new Map([
      ["eq", "=="],
      ["ne", "!="],
    ]),
  ],
  [
    /<=|>=|<|>|(?:lt|le|gt|ge)(?![\w-])/y,
    new Map([
      ["lt", "<"],
      ["le", "<="],
      ["gt", ">"],
      ["ge", ">="],
    ]),
  ],
  [/[+-]/y, new Map()],
  [/[*/%]/y, new Map()],
];

/** Takes an expression, and the space around it. */
export function parseExpression(cursor: Cursor, parseText: ParseText, level = 0): Expression {
  const [operators, words] = LEVELS[level] ?? [];
  if (operators === undefined || words === undefined) return parseUnary(cursor, parseText);
  let left = parseExpression(cursor, parseText, level + 1);
  for (;;) {
    cursor.skipSpace();
    const found = cursor.take(operators);
    if (found === undefined) return left;
    // The operators of this level are Operators themselves, but for the words.
    const operator = words.get(found) ?? (found as Operator);
    left = { kind: "binary", operator, left, right: parseExpression(cursor, parseText, level + 1) };
  }
}

function parseUnary(cursor: Cursor, parseText: ParseText): Expression {
  cursor.skipSpace();
  if (cursor.take(/!|not(?![\w-])/y) !== undefined)
    return { kind: "not", of: cursor.nested(() => parseUnary(cursor, parseText)) };
  return cursor.nested(() => parsePrimary(cursor, parseText));
}

function parsePrimary(cursor: Cursor, parseText: ParseText): Expression {
  if (cursor.takeText("(")) {
    const inner = parseExpression(cursor, parseText);
    cursor.skipSpace();
    cursor.require(")");
    return inner;
  }
  const constant = parseConstant(cursor);
  if (constant !== undefined) return constant;
  const quoted = cursor.take(/"(?:[^"]|"")*"/y);
  if (quoted !== undefined) return textOf(quoted, parseText);
  if (cursor.takeText("[")) return parseList(cursor, parseText);
  if (cursor.takeText("{")) return parseMap(cursor, parseText);
  const reference = parseReference(cursor, parseText);
  if (reference === undefined) throw cursor.error("An expression is expected");
  return { kind: "reference", reference };
}

function parseConstant(cursor: Cursor): Expression | undefined {
  const decimal = cursor.take(/-?\d+(?:\.\d+(?:[eE][+-]?\d+)?|[eE][+-]?\d+)/y);
  if (decimal !== undefined) return { kind: "constant", value: Number(decimal) };
  const integer = cursor.take(/-?\d{1,1000}/y);
  if (integer !== undefined) return { kind: "constant", value: BigInt(integer) };
  const word = cursor.take(/(?:true|false|null)(?![\w-])/y);
  if (word !== undefined) return { kind: "constant", value: word === "null" ? null : word === "true" };
  const plain = cursor.take(/'(?:[^']|'')*'/y);
  return plain === undefined ? undefined : { kind: "constant", value: plain.slice(1, -1).replaceAll("''", "'") };
}

function textOf(quoted: string, parseText: ParseText): Expression {
  const text = quoted.slice(1, -1).replaceAll('""', '"');
  return /[$#]/.test(text) ? { kind: "text", nodes: parseText(text) } : { kind: "constant", value: text };
}

function parseList(cursor: Cursor, parseText: ParseText): Expression {
  const items: Expression[] = [];
  cursor.skipSpace();
  while (!cursor.takeText("]")) {
    const item = parseExpression(cursor, parseText);
    cursor.skipSpace();
    if (items.length === 0 && cursor.takeText("..")) {
      const to = parseExpression(cursor, parseText);
      cursor.skipSpace();
      cursor.require("]");
      return { kind: "range", from: item, to };
    }
    items.push(item);
    if (!cursor.takeText(",") && cursor.text[cursor.at] !== "]") throw cursor.error('"," or "]" is expected');
    cursor.skipSpace();
  }
  return { kind: "list", items };
}

function parseMap(cursor: Cursor, parseText: ParseText): Expression {
  const entries: [Expression, Expression][] = [];
  cursor.skipSpace();
  while (!cursor.takeText("}")) {
    const key = parseExpression(cursor, parseText);
    cursor.skipSpace();
    cursor.require(":");
    entries.push([key, parseExpression(cursor, parseText)]);
    cursor.skipSpace();
    if (!cursor.takeText(",") && cursor.text[cursor.at] !== "}") throw cursor.error('"," or "}" is expected');
    cursor.skipSpace();
  }
  return { kind: "map", entries };
}

/** Takes a reference in any of its notations; undefined, and no step further, where there is none. */
export function parseReference(cursor: Cursor, parseText: ParseText): Reference | undefined {
  const start = cursor.at;
  const opening = cursor.take(/\$!?\{?/y);
  if (opening === undefined) return undefined;
  const root = cursor.take(NAME);
  if (root === undefined) {
    cursor.at = start;
    return undefined;
  }
  const steps = cursor.nested(() => parseSteps(cursor, parseText));
  if (opening.endsWith("{") && !cursor.takeText("}")) {
    cursor.at = start;
    return undefined;
  }
  return { root, steps, isQuiet: opening.includes("!"), text: cursor.text.slice(start, cursor.at) };
}

function parseSteps(cursor: Cursor, parseText: ParseText): Step[] {
  const steps: Step[] = [];
  for (;;) {
    // A dot that no name follows ends a sentence.
    const [, name] = takeGroups(cursor, /\.([A-Za-z][A-Za-z0-9_-]*)/y) ?? [];
    if (name !== undefined) {
      steps.push(
        cursor.takeText("(")
          ? { kind: "method", name, arguments: parseArguments(cursor, parseText) }
          : { kind: "property", name },
      );
      continue;
    }
    const before = cursor.at;
    if (!cursor.takeText("[")) return steps;
    const index = tryExpression(cursor, parseText);
    cursor.skipSpace();
    if (index === undefined || !cursor.takeText("]")) {
      // Not an index: brackets of the text.
      cursor.at = before;
      return steps;
    }
    steps.push({ kind: "index", index });
  }
}

function takeGroups(cursor: Cursor, expression: RegExp): RegExpExecArray | undefined {
  expression.lastIndex = cursor.at;
  const match = expression.exec(cursor.text) ?? undefined;
  if (match !== undefined) cursor.at += match[0].length;
  return match;
}

/** Indexes are constants and references only: all else in brackets is text. */
function tryExpression(cursor: Cursor, parseText: ParseText): Expression | undefined {
  cursor.skipSpace();
  const constant = parseConstant(cursor);
  if (constant !== undefined) return constant;
  const quoted = cursor.take(/"(?:[^"]|"")*"/y);
  if (quoted !== undefined) return textOf(quoted, parseText);
  const reference = parseReference(cursor, parseText);
  return reference === undefined ? undefined : { kind: "reference", reference };
}

/** What stands between parentheses, with the closing one; macros' arguments may be divided by space alone. */
export function parseArguments(cursor: Cursor, parseText: ParseText, options = { isSpaced: false }): Expression[] {
  const found: Expression[] = [];
  cursor.skipSpace();
  while (!cursor.takeText(")")) {
    found.push(parseExpression(cursor, parseText));
    cursor.skipSpace();
    const isDivided = cursor.takeText(",") || (options.isSpaced && /\s/.test(cursor.text[cursor.at - 1] ?? ""));
    if (!isDivided && cursor.text[cursor.at] !== ")") throw cursor.error('"," or ")" is expected');
    cursor.skipSpace();
  }
  return found;
}
