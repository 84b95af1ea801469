// What the parts of the grammar share: looking at the next word, and taking it.

import { type Lexer, type Token } from "./lexer.ts";

/** Reads words with one word of foresight. */
export class Reader {
  readonly #lexer: Lexer;
  #next: Token | undefined;
  #lastEnd = 0;

  constructor(lexer: Lexer) {
    this.#lexer = lexer;
  }

  peek(): Token {
    return (this.#next ??= this.#lexer.next());
  }

  take(): Token {
    const token = this.peek();
    this.#next = undefined;
    this.#lastEnd = token.end;
    return token;
  }

  /** Takes the sign if it is next. */
  takesSign(sign: string): boolean {
    const { kind, text } = this.peek();
    if (kind !== "sign" || text !== sign) return false;
    this.take();
    return true;
  }

  requireSign(sign: string): void {
    if (!this.takesSign(sign)) throw this.unexpected();
  }

  /** Takes the key word if it is next, in any case. */
  takesWord(word: string): boolean {
    const { kind, text } = this.peek();
    if (kind !== "name" || text.toLowerCase() !== word) return false;
    this.take();
    return true;
  }

  takeName(): string {
    const token = this.take();
    if (token.kind !== "name" && token.kind !== "quoted-name") throw this.unexpected(token);
    return token.text;
  }

  /** A string or a regular expression. */
  takePattern(): Token {
    const token = this.peek();
    if (token.kind === "string") return this.take();
    if (token.text !== "/") throw this.unexpected();
    this.#next = undefined;
    const regex = this.#lexer.regex(token);
    this.#lastEnd = regex.end;
    return regex;
  }

  /** The regular expression of a token. AWS: "(?i)" anywhere makes it blind to case. */
  compile(token: Token): RegExp {
    const source = token.text.replaceAll("(?i)", "");
    try {
      return new RegExp(source, source === token.text ? "s" : "is");
    } catch {
      throw this.unexpected(token);
    }
  }

  /** What is written from a place to the end of the last word. */
  textSince(start: number): string {
    return this.#lexer.source.slice(start, this.#lastEnd);
  }

  unexpected(token: Token = this.peek()): Error {
    return this.#lexer.unexpected(token.start, token.end);
  }
}
