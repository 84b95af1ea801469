// JSON paths taken apart: names, positions, slices, wildcards, filters. Pure.
// AWS: the dialect is Jayway's ("JSONPath for Java").

import { Cursor } from "./cursor.ts";
import { VtlError, VtlSyntaxError } from "./syntax.ts";
import type { Value } from "./values.ts";

/** Which members or items of a value a part of a path means. */
export type Selector =
  | { readonly kind: "names"; readonly names: readonly string[] }
  | { readonly kind: "positions"; readonly positions: readonly number[] }
  | {
      readonly kind: "slice";
      readonly from: number | undefined;
      readonly to: number | undefined;
      readonly step: number;
    }
  | { readonly kind: "all" }
  | { readonly kind: "filter"; readonly test: Test };
/** One part of a path. */
export interface Segment {
  readonly selector: Selector;
  /** "..": here and everywhere below. */
  readonly isDeep: boolean;
}
/** A filter's condition. */
export type Test =
  | { readonly kind: "and" | "or"; readonly left: Test; readonly right: Test }
  | { readonly kind: "not"; readonly of: Test }
  | { readonly kind: "exists"; readonly operand: Operand }
  | { readonly kind: "compare"; readonly operator: string; readonly left: Operand; readonly right: Operand };
/** What a filter compares. */
export type Operand =
  | { readonly kind: "path"; readonly isRooted: boolean; readonly path: Path }
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "pattern"; readonly source: string; readonly flags: string };
/** A path, or one within a filter. */
export interface Path {
  readonly segments: readonly Segment[];
  /** A function at the end, such as "length". */
  readonly measure: string | undefined;
}

const known = new Map<string, Path>();
/** LIMIT: ours: as many paths are kept parsed. */
const MOST_KNOWN = 500;

/** A path taken apart; throws a VtlError for what is none. Parsed paths are kept. */
export function parseJsonPath(text: string): Path {
  let path = known.get(text);
  if (path !== undefined) return path;
  try {
    const cursor = new Cursor(text.trim());
    // AWS: Jayway: a path that does not begin with "$" is taken as one below it.
    if (!cursor.takeText("$") && !/^[.[]/.test(cursor.text)) path = parsePath(new Cursor(`.${cursor.text}`), true);
    else path = parsePath(cursor, true);
  } catch (cause) {
    if (!(cause instanceof VtlSyntaxError)) throw cause;
    throw new VtlError(`The JSON path ${text.slice(0, 200)} cannot be read: ${cause.message}`, { cause });
  }
  const [oldest] = known.keys();
  if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest);
  known.set(text, path);
  return path;
}

function parsePath(cursor: Cursor, isWhole: boolean): Path {
  const segments: Segment[] = [];
  for (;;) {
    const isDeep = cursor.takeText("..");
    if (isDeep || cursor.takeText(".")) {
      if (cursor.takeText("*")) segments.push({ selector: { kind: "all" }, isDeep });
      else if (isDeep && cursor.takeText("[")) segments.push({ selector: parseBrackets(cursor), isDeep });
      else {
        const name = cursor.take(isWhole ? /[^.[(\s]+/y : /[\p{L}\p{N}_$@-]+/uy);
        if (name === undefined) throw cursor.error("A name is expected");
        if (cursor.takeText("()")) return { segments, measure: name };
        segments.push({ selector: { kind: "names", names: [name] }, isDeep });
      }
    } else if (cursor.takeText("[")) segments.push({ selector: parseBrackets(cursor), isDeep: false });
    else if (isWhole && !cursor.isAtEnd) throw cursor.error('"." or "[" is expected');
    else return { segments, measure: undefined };
  }
}

function parseBrackets(cursor: Cursor): Selector {
  cursor.skipSpace();
  if (cursor.takeText("?")) {
    cursor.skipSpace();
    const test = parseTest(cursor);
    close(cursor);
    return { kind: "filter", test };
  }
  if (cursor.takeText("*")) {
    close(cursor);
    return { kind: "all" };
  }
  const [first = "", from, to, step] =
    /^\s*(-?\d*)\s*:\s*(-?\d*)\s*(?::\s*(\d*))?(?=\s*\])/.exec(cursor.text.slice(cursor.at, cursor.at + 100)) ?? [];
  if (first !== "") {
    cursor.at += first.length;
    close(cursor);
    return { kind: "slice", from: numberOf(from), to: numberOf(to), step: numberOf(step) ?? 1 };
  }
  const names: string[] = [];
  const positions: number[] = [];
  do {
    cursor.skipSpace();
    const position = cursor.take(/-?\d{1,9}/y);
    if (position === undefined) names.push(parseQuoted(cursor));
    else positions.push(Number(position));
    cursor.skipSpace();
  } while (cursor.takeText(","));
  close(cursor);
  return positions.length > 0 ? { kind: "positions", positions } : { kind: "names", names };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || text === "" ? undefined : Number(text);
}

function close(cursor: Cursor): void {
  cursor.skipSpace();
  cursor.require("]");
}

function parseQuoted(cursor: Cursor): string {
  const quoted = cursor.take(/'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y);
  if (quoted === undefined) throw cursor.error("A name in quotes is expected");
  return quoted.slice(1, -1).replaceAll(/\\([\s\S])/g, "$1");
}

function parseTest(cursor: Cursor): Test {
  let left = parseAnd(cursor);
  for (cursor.skipSpace(); cursor.takeText("||"); cursor.skipSpace())
    left = { kind: "or", left, right: parseAnd(cursor) };
  return left;
}

function parseAnd(cursor: Cursor): Test {
  let left = parseOne(cursor);
  for (cursor.skipSpace(); cursor.takeText("&&"); cursor.skipSpace())
    left = { kind: "and", left, right: parseOne(cursor) };
  return left;
}

function parseOne(cursor: Cursor): Test {
  cursor.skipSpace();
  if (cursor.take(/!(?!=)/y) !== undefined) return { kind: "not", of: cursor.nested(() => parseOne(cursor)) };
  if (cursor.takeText("(")) {
    const inner = cursor.nested(() => parseTest(cursor));
    cursor.skipSpace();
    cursor.require(")");
    return inner;
  }
  const left = parseOperand(cursor);
  cursor.skipSpace();
  const operator = cursor.take(/==|!=|<=|>=|<|>|=~|(?:in|nin|contains|size|empty|subsetof|anyof|noneof)(?!\w)/y);
  if (operator === undefined) return { kind: "exists", operand: left };
  cursor.skipSpace();
  return { kind: "compare", operator, left, right: parseOperand(cursor) };
}

function parseOperand(cursor: Cursor): Operand {
  const start = cursor.take(/[@$]/y);
  if (start !== undefined)
    return { kind: "path", isRooted: start === "$", path: cursor.nested(() => parsePath(cursor, false)) };
  const [, source, flags = ""] = /^\/((?:[^/\\]|\\.)+)\/([a-z]*)/.exec(cursor.text.slice(cursor.at)) ?? [];
  if (source !== undefined) {
    cursor.at += source.length + flags.length + 2;
    return { kind: "pattern", source, flags: flags.replaceAll(/[^ims]/g, "") };
  }
  return { kind: "value", value: parseConstant(cursor) };
}

function parseConstant(cursor: Cursor): Value {
  if (cursor.takeText("[")) {
    const items: Value[] = [];
    do {
      cursor.skipSpace();
      if (cursor.text[cursor.at] !== "]") items.push(parseConstant(cursor));
      cursor.skipSpace();
    } while (cursor.takeText(","));
    close(cursor);
    return items;
  }
  const decimal = cursor.take(/-?\d+(?:\.\d+(?:[eE][+-]?\d+)?|[eE][+-]?\d+)/y);
  if (decimal !== undefined) return Number(decimal);
  const integer = cursor.take(/-?\d{1,100}/y);
  if (integer !== undefined) return BigInt(integer);
  const word = cursor.take(/(?:true|false|null)(?!\w)/y);
  if (word !== undefined) return word === "null" ? null : word === "true";
  return parseQuoted(cursor);
}
