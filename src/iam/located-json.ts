// JSON with places: which part of a text each value is. For findings in policies, which point at what they are about. Pure.

/** A value and where it stands: offsets into the text, the end not included. */
export type LocatedValue = { readonly start: number; readonly end: number } & (
  | { readonly kind: "object"; readonly members: readonly LocatedMember[] }
  | { readonly kind: "array"; readonly items: readonly LocatedValue[] }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" }
);

/** One member of an object; names may come twice. */
export interface LocatedMember {
  readonly name: string;
  /** Of the name, with its quotes. */
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly value: LocatedValue;
}

/** A text that is no JSON, and the offset at which it stops being it. */
export class JsonSyntaxError extends Error {
  override readonly name = "JsonSyntaxError";
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** LIMIT: deeper than any policy; a hostile text must not exhaust the stack. */
const MOST_DEPTH = 100;

/** Parses a JSON text; throws a JsonSyntaxError. */
export function parseLocatedJson(text: string): LocatedValue {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

/** Line and column of an offset, both counted from 0. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const line = before.split("\n").length - 1;
  return { line, column: offset - (before.lastIndexOf("\n") + 1) };
}

/** The value of an object's member; the last one where a name comes twice, as JSON.parse has it. */
export function memberOf(value: LocatedValue, name: string): LocatedMember | undefined {
  return value.kind === "object" ? value.members.findLast((member) => member.name === name) : undefined;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): LocatedValue {
    if (depth > MOST_DEPTH) throw this.#error("Too deep");
    this.#skipSpace();
    const start = this.#at;
    const first = this.#text.charAt(start);
    if (first === "{") return this.#object(start, depth);
    if (first === "[") return this.#array(start, depth);
    if (first === '"') return { kind: "string", value: this.#string(), start, end: this.#at };
    const [word] = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(
      this.#text.slice(start, start + 400),
    ) ?? [undefined];
    if (word === undefined) throw this.#error("Unexpected character");
    this.#at += word.length;
    const end = this.#at;
    if (word === "null") return { kind: "null", start, end };
    if (word === "true" || word === "false") return { kind: "boolean", value: word === "true", start, end };
    return { kind: "number", value: Number(word), start, end };
  }

  end(): void {
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#error("Unexpected character after the value");
  }

  #object(start: number, depth: number): LocatedValue {
    const members: LocatedMember[] = [];
    this.#at += 1;
    this.#skipSpace();
    while (!this.#takes("}")) {
      if (members.length > 0) this.#expect(",");
      this.#skipSpace();
      const nameStart = this.#at;
      const name = this.#string();
      const nameEnd = this.#at;
      this.#skipSpace();
      this.#expect(":");
      members.push({ name, nameStart, nameEnd, value: this.value(depth + 1) });
      this.#skipSpace();
    }
    return { kind: "object", members, start, end: this.#at };
  }

  #array(start: number, depth: number): LocatedValue {
    const items: LocatedValue[] = [];
    this.#at += 1;
    this.#skipSpace();
    while (!this.#takes("]")) {
      if (items.length > 0) this.#expect(",");
      items.push(this.value(depth + 1));
      this.#skipSpace();
    }
    return { kind: "array", items, start, end: this.#at };
  }

  #string(): string {
    const start = this.#at;
    if (this.#text.charAt(start) !== '"') throw this.#error("A name or a string was expected");
    let at = start + 1;
    while (at < this.#text.length && this.#text.charAt(at) !== '"') at += this.#text.charAt(at) === "\\" ? 2 : 1;
    this.#at = at + 1;
    try {
      const value: unknown = JSON.parse(this.#text.slice(start, at + 1));
      if (typeof value === "string") return value;
    } catch {
      // An escape that is none, a line break, or no end.
    }
    throw new JsonSyntaxError("Not a string", Math.min(start, this.#text.length));
  }

  #takes(character: string): boolean {
    if (this.#text.charAt(this.#at) !== character) return false;
    this.#at += 1;
    return true;
  }

  #expect(character: string): void {
    if (!this.#takes(character)) throw this.#error(`"${character}" was expected`);
  }

  #skipSpace(): void {
    while (/^[ \t\r\n]$/.test(this.#text.charAt(this.#at))) this.#at += 1;
  }

  #error(message: string): JsonSyntaxError {
    return new JsonSyntaxError(message, this.#at);
  }
}
