// Reads a definition's JSON, and says what is wrong with it as AWS does. Pure.
// AWS: INVALID_JSON_DESCRIPTION carries the messages of the Jackson parser, with its places ("line: 1, column: 4": the character after the
// one that was read last). Beyond JSON.parse it sees names that come twice in one object, which states must not.

/** The value, or what is wrong with the text. */
export type ReadJson =
  | { readonly value: unknown }
  | {
      readonly code: "INVALID_JSON_DESCRIPTION" | "TOO_DEEPLY_NESTED";
      readonly message: string;
      readonly source: string;
    };

// LIMIT: Jackson reads documents of this depth.
const DEEPEST = 1000;
// LIMIT: so much of a text Jackson's places show.
const SHOWN = 500;

const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

class JsonFailure extends Error {
  readonly at: number;
  readonly code: "INVALID_JSON_DESCRIPTION" | "TOO_DEEPLY_NESTED";

  constructor(message: string, at: number, code: JsonFailure["code"] = "INVALID_JSON_DESCRIPTION") {
    super(message);
    this.at = at;
    this.code = code;
  }
}

/** Reads a text; objects have no prototype, so that a state may be called "constructor". */
export function readJson(text: string): ReadJson {
  const reader = createReader(text);
  try {
    const value = reader.value(0);
    reader.end();
    return { value };
  } catch (error) {
    if (!(error instanceof JsonFailure)) throw error;
    const source = place(text, error.at);
    return { code: error.code, message: `${error.message}\n at ${source}`, source };
  }
}

/** "[Source: (String)"{..."; line: 1, column: 4]". */
function place(text: string, at: number): string {
  const before = text.slice(0, at);
  const line = before.split("\n").length;
  const column = at - (before.lastIndexOf("\n") + 1) + 1;
  const rest = text.length - SHOWN;
  const shown = `"${text.slice(0, SHOWN)}"${rest > 0 ? `[truncated ${rest} chars]` : ""}`;
  return `[Source: (String)${shown}; line: ${line}, column: ${column}]`;
}

function createReader(text: string) {
  let at = 0;

  const skip = (): void => {
    while (at < text.length && " \t\n\r".includes(text.charAt(at))) at++;
  };
  const unexpected = (expected: string): JsonFailure => {
    const character = text.charAt(at);
    return new JsonFailure(
      `Unexpected character ('${character}' (code ${character.charCodeAt(0)})): ${expected}`,
      at + 1,
    );
  };
  const ended = (what: string): JsonFailure => new JsonFailure(`Unexpected end-of-input${what}`, text.length);

  function value(depth: number): unknown {
    if (depth > DEEPEST)
      throw new JsonFailure(
        `Document nesting depth (${DEEPEST + 1}) exceeds the maximum allowed (${DEEPEST})`,
        at,
        "TOO_DEEPLY_NESTED",
      );
    skip();
    if (at >= text.length) throw new JsonFailure("No content to map due to end-of-input", text.length);
    const first = text.charAt(at);
    if (first === "{") return object(depth);
    if (first === "[") return array(depth);
    if (first === '"') return string();
    if (first === "-" || (first >= "0" && first <= "9")) return number();
    if (/[A-Za-z_$]/.test(first)) return token();
    throw unexpected(`expected a valid value ${VALUES}`);
  }

  function object(depth: number): Record<string, unknown> {
    const start = at;
    const fields = Object.create(null) as Record<string, unknown>;
    at++;
    skip();
    if (text.charAt(at) === "}") {
      at++;
      return fields;
    }
    for (;;) {
      skip();
      if (at >= text.length) throw unclosed("Object", start);
      if (text.charAt(at) !== '"') throw unexpected("was expecting double-quote to start field name");
      const name = string();
      if (Object.hasOwn(fields, name)) throw new JsonFailure(`Duplicate field '${name}'`, at);
      skip();
      if (at >= text.length) throw unclosed("Object", start);
      if (text.charAt(at) !== ":") throw unexpected("was expecting a colon to separate field name and value");
      at++;
      skip();
      if (at >= text.length) throw unclosed("Object", start);
      fields[name] = value(depth + 1);
      skip();
      if (at >= text.length) throw unclosed("Object", start);
      const next = text.charAt(at);
      if (next !== "," && next !== "}") throw unexpected("was expecting comma to separate Object entries");
      at++;
      if (next === "}") return fields;
    }
  }

  function array(depth: number): unknown[] {
    const start = at;
    const items: unknown[] = [];
    at++;
    skip();
    if (text.charAt(at) === "]") {
      at++;
      return items;
    }
    for (;;) {
      skip();
      if (at >= text.length) throw unclosed("Array", start);
      items.push(value(depth + 1));
      skip();
      if (at >= text.length) throw unclosed("Array", start);
      const next = text.charAt(at);
      if (next !== "," && next !== "]") throw unexpected("was expecting comma to separate Array entries");
      at++;
      if (next === "]") return items;
    }
  }

  const unclosed = (kind: "Array" | "Object", start: number): JsonFailure =>
    ended(`: expected close marker for ${kind} (start marker at ${place(text, start)})`);

  function string(): string {
    const start = at;
    at++;
    for (;;) {
      if (at >= text.length) throw ended(": was expecting closing quote for a string value");
      const character = text.charAt(at);
      if (character === '"') break;
      if (character < " ")
        throw new JsonFailure(
          `Illegal unquoted character ((CTRL-CHAR, code ${character.charCodeAt(0)})): has to be escaped using backslash to be included in string value`,
          at + 1,
        );
      if (character === "\\") escape();
      at++;
    }
    at++;
    return JSON.parse(text.slice(start, at)) as string;
  }

  // Stops at the last character of the escape.
  function escape(): void {
    at++;
    const character = text.charAt(at);
    if (character === "") throw ended(" in character escape sequence");
    if (character !== "u") {
      if ('"\\/bfnrt'.includes(character)) return;
      throw new JsonFailure(`Unrecognized character escape '${character}' (code ${character.charCodeAt(0)})`, at + 1);
    }
    for (let digit = 0; digit < 4; digit++) {
      at++;
      if (at >= text.length) throw ended(" in character escape sequence");
      if (!/[0-9A-Fa-f]/.test(text.charAt(at))) throw unexpected("expected a hex-digit for character escape sequence");
    }
  }

  function number(): number {
    const [digits = ""] = /^-?\d*(?:\.\d*)?(?:[eE][+-]?\d*)?/.exec(text.slice(at, at + 400)) ?? [];
    if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(digits)) {
      const isZeroFirst = /^-?0\d/.test(digits);
      at += digits.length;
      throw new JsonFailure(
        isZeroFirst
          ? "Invalid numeric value: Leading zeroes not allowed"
          : `Unexpected end of a number: '${digits}' is not complete`,
        at,
      );
    }
    at += digits.length;
    return Number(digits);
  }

  function token(): unknown {
    const [word = ""] = /^[A-Za-z0-9_$]+/.exec(text.slice(at, at + 256)) ?? [];
    at += word.length;
    if (word === "true") return true;
    if (word === "false") return false;
    if (word === "null") return null;
    throw new JsonFailure(`Unrecognized token '${word}': was expecting ${VALUES}`, at);
  }

  function end(): void {
    skip();
    if (at < text.length) throw unexpected("expected the end of the definition");
  }

  return { value, end };
}
