// A place in a template's text. Knows characters, and nothing of the language.

import { VtlSyntaxError } from "./syntax.ts";

/** LIMIT: ours: parsing is recursive, and the text is somebody's input. */
const DEEPEST = 200;

export class Cursor {
  readonly text: string;
  at = 0;
  #depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Takes what a sticky expression matches here; undefined, and no step further, if it does not. */
  take(expression: RegExp): string | undefined {
    expression.lastIndex = this.at;
    const [found] = expression.exec(this.text) ?? [];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  takeText(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  skipSpace(): void {
    this.take(/\s+/y);
  }

  require(text: string): void {
    if (!this.takeText(text)) throw this.error(`"${text}" is expected`);
  }

  error(problem: string): VtlSyntaxError {
    const before = this.text.slice(0, this.at).split("\n");
    return new VtlSyntaxError(`${problem} at line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`);
  }

  /** Runs `parse` one level deeper. */
  nested<T>(parse: () => T): T {
    if (++this.#depth > DEEPEST) throw this.error(`Nesting deeper than ${DEEPEST} levels`);
    try {
      return parse();
    } finally {
      this.#depth--;
    }
  }
}
