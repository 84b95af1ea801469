// Walks over a statement's tokens.

import { notWellFormed } from "./ast.ts";
import { tokenize, type Token } from "./tokens.ts";

export class Reader {
  readonly #tokens: readonly Token[];
  #position = 0;
  /** How many parameters ("?") have been read. */
  parameters = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
  }

  peek(ahead = 0): Token {
    const token = this.#tokens[Math.min(this.#position + ahead, this.#tokens.length - 1)];
    // The end is always there.
    if (token === undefined) throw notWellFormed();
    return token;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.#position++;
    return token;
  }

  isSymbol(symbol: string, ahead = 0): boolean {
    const { kind, text } = this.peek(ahead);
    return kind === "symbol" && text === symbol;
  }

  isKeyword(word: string, ahead = 0): boolean {
    const { kind, text } = this.peek(ahead);
    return kind === "keyword" && text === word;
  }

  takeSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.#position++;
    return true;
  }

  takeKeyword(word: string): boolean {
    if (!this.isKeyword(word)) return false;
    this.#position++;
    return true;
  }

  /** Takes the symbol, or throws the error for a text that does not go on as it must. */
  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw notWellFormed(`Expected ${symbol}`);
  }
}
