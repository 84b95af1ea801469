// The tokens of PartiQL statements. Comments are blanks: "-- to the end of the line" and "/* between these */".

import { notWellFormed, type Place } from "./ast.ts";
import { KEYWORDS } from "./keywords.ts";

export interface Token {
  readonly kind: "keyword" | "name" | "quoted" | "string" | "number" | "symbol" | "end";
  /** Keywords in upper case; names and contents of quotes as they are. */
  readonly text: string;
  readonly at: Place;
}

const BLANK = /(?:\s+|--[^\n]*|\/\*[^]*?\*\/)+/y;
const TOKEN =
  /("(?:[^"]|"")*")|('(?:[^']|'')*')|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_$][A-Za-z0-9_$]*)|(<<|>>|<=|>=|<>|!=|\|\||[()[\]{},.:;=<>+\-*/%?])/y;

/** Splits a statement; the last token is always the end. Throws for what no token begins with, and for open quotes. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let lineStart = 0;
  let position = 0;
  const skip = (to: number): void => {
    for (let index = position; index < to; index++) {
      if (text[index] !== "\n") continue;
      line++;
      lineStart = index + 1;
    }
    position = to;
  };
  for (;;) {
    BLANK.lastIndex = position;
    const blank = BLANK.exec(text);
    if (blank !== null) skip(position + blank[0].length);
    const place = (length: number): Place => ({ line, column: position - lineStart + 1, length });
    if (position >= text.length) {
      tokens.push({ kind: "end", text: "", at: place(0) });
      return tokens;
    }
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    if (match === null || text.startsWith("/*", position)) throw notWellFormed();
    tokens.push(toToken(match, place(match[0].length)));
    skip(position + match[0].length);
  }
}

function toToken([all, quoted, string, number, word]: RegExpExecArray, at: Place): Token {
  if (quoted !== undefined) return { kind: "quoted", text: quoted.slice(1, -1).replaceAll('""', '"'), at };
  if (string !== undefined) return { kind: "string", text: string.slice(1, -1).replaceAll("''", "'"), at };
  if (number !== undefined) return { kind: "number", text: number, at };
  if (word === undefined) return { kind: "symbol", text: all === "!=" ? "<>" : all, at };
  const upper = word.toUpperCase();
  return KEYWORDS.has(upper) ? { kind: "keyword", text: upper, at } : { kind: "name", text: word, at };
}
