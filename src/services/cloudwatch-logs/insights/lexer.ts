// The words of a query: names, numbers, periods, strings and signs, with their places. Pure.
// AWS: "CloudWatch Logs Insights language query syntax".

import { malformedQuery } from "../errors.ts";

/** A word of a query. `text` is what it means: a string's content, a name without its back quotes. */
export interface Token {
  readonly kind: "end" | "name" | "number" | "period" | "quoted-name" | "regex" | "sign" | "string";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const SPACE = /(?:\s|#[^\n]*)*/y;
const NAME = /[A-Za-z_@$][\w@$]*(?:\.[\w@$]+)*/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PERIOD = /\d+(?:ms|mo|s|m|h|d|w|q|y)[a-z]*/y;
const SIGN = /=~|!=|<=|>=|[=<>()[\],|+\-*/%^.]/y;
/** In full, and as people write them. AWS: "Datetime functions": the abbreviations of units. */
const PERIODS = /^\d+(?:ms|msec|s|sec|m|min|h|hr|d|w|mo|mon|q|qtr|y|yr)$/;

/** Reads a query word by word. What begins with "/" is a regular expression only where the reader asks for one. */
export class Lexer {
  readonly source: string;
  #at = 0;

  constructor(source: string) {
    this.source = source;
  }

  /** The next word. */
  next(): Token {
    this.#at = this.#match(SPACE, this.#at)?.end ?? this.#at;
    const start = this.#at;
    const token = this.#read(start);
    this.#at = token.end;
    return token;
  }

  /** Goes back to before a word. */
  back({ start }: Token): void {
    this.#at = start;
  }

  /** The regular expression that begins at a "/". */
  regex({ start }: Token): Token {
    let end = start + 1;
    let isClass = false;
    for (;;) {
      const character = this.source[end];
      if (character === undefined) throw this.unexpected(start);
      if (character === "\\") end += 1;
      else if (character === "[") isClass = true;
      else if (character === "]") isClass = false;
      else if (character === "/" && !isClass) break;
      end += 1;
    }
    this.#at = end + 1;
    return { kind: "regex", text: this.source.slice(start + 1, end), start, end: end + 1 };
  }

  /** MalformedQueryException for what stands at a place. */
  unexpected(start: number, end = start + 1): Error {
    const before = this.source.slice(0, start).split("\n");
    const place = `line ${before.length} and position ${(before.at(-1)?.length ?? 0) + 1}`;
    const symbol = this.source.slice(start, end);
    // AWS: recorded in public reports: "unexpected symbol found ) at line 1 and position 20".
    const message =
      symbol === "" ? `unexpected end of query at ${place}` : `unexpected symbol found ${symbol} at ${place}`;
    return malformedQuery(message, start, end);
  }

  #read(start: number): Token {
    const first = this.source[start];
    if (first === undefined) return { kind: "end", text: "", start, end: start };
    if (first === '"' || first === "'") return this.#quoted("string", start, first);
    if (first === "`") return this.#quoted("quoted-name", start, first);
    const period = this.#match(PERIOD, start);
    if (period !== undefined && PERIODS.test(period.text)) return { kind: "period", ...period };
    for (const [kind, pattern] of [
      ["name", NAME],
      ["number", NUMBER],
      ["sign", SIGN],
    ] as const) {
      const found = this.#match(pattern, start);
      if (found !== undefined) return { kind, ...found };
    }
    throw this.unexpected(start);
  }

  #quoted(kind: "quoted-name" | "string", start: number, quote: string): Token {
    let text = "";
    for (let at = start + 1; ; at += 1) {
      const character = this.source[at];
      if (character === undefined) throw this.unexpected(start);
      if (character === quote) return { kind, text, start, end: at + 1 };
      const next = this.source[at + 1];
      if (character === "\\" && next !== undefined) {
        text += next === "n" ? "\n" : next === "t" ? "\t" : next;
        at += 1;
      } else text += character;
    }
  }

  #match(pattern: RegExp, at: number): Omit<Token, "kind"> | undefined {
    pattern.lastIndex = at;
    const text = pattern.exec(this.source)?.[0];
    return text === undefined ? undefined : { text, start: at, end: at + text.length };
  }
}
