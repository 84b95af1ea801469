// JSON as templates see it: member order kept, integers of any length, doubles apart from integers. Pure.

import { LONGEST_TEXT, type Meter, TextBuilder, HostObject, type Value } from "./values.ts";
import { VtlError } from "./syntax.ts";

/** The text is not JSON. Worded as Jackson does, which AWS's answers quote. */
export class JsonSyntaxError extends Error {
  override readonly name = "JsonSyntaxError";
}

/** LIMIT: ours: reading is recursive, and the text is somebody's input. */
const DEEPEST = 500;

/** Reads a JSON text; throws a JsonSyntaxError. */
export function parseJson(text: string): Value {
  let at = 0;

  const place = (): string => {
    const before = text.slice(0, at).split("\n");
    return `line: ${before.length}, column: ${(before.at(-1) ?? "").length + 1}`;
  };
  const fail = (): JsonSyntaxError => {
    if (at >= text.length) return new JsonSyntaxError(`Unexpected end-of-input at [${place()}]`);
    const token = /[A-Za-z0-9_$]+/y;
    token.lastIndex = at;
    const [word] = token.exec(text) ?? [];
    return new JsonSyntaxError(
      word === undefined
        ? `Unexpected character ('${text[at]}' (code ${text.charCodeAt(at)})) at [${place()}]`
        : `Unrecognized token '${word}': was expecting ('true', 'false' or 'null') at [${place()}]`,
    );
  };
  const take = (expression: RegExp): string | undefined => {
    expression.lastIndex = at;
    const [found] = expression.exec(text) ?? [];
    if (found !== undefined) at += found.length;
    return found;
  };
  const skip = (): void => {
    take(/[ \t\r\n]+/y);
  };
  const require = (character: string): void => {
    skip();
    if (text[at] !== character) throw fail();
    at++;
  };
  const string = (): string => {
    // oxlint-disable-next-line no-control-regex -- JSON's strings have none: that is what is asked
    const found = take(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y);
    if (found === undefined) throw fail();
    return JSON.parse(found) as string;
  };

  function value(depth: number): Value {
    if (depth > DEEPEST) throw new JsonSyntaxError(`Document nesting depth exceeds ${DEEPEST}`);
    skip();
    const first = text[at];
    if (first === '"') return string();
    if (first === "{") return object(depth);
    if (first === "[") return array(depth);
    const word = take(/(?:true|false|null)(?![A-Za-z0-9_$])/y);
    if (word !== undefined) return word === "null" ? null : word === "true";
    const number = take(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![A-Za-z0-9_$.])/y);
    if (number === undefined) throw fail();
    // Longer ones would take quadratic time.
    return /^-?\d{1,1000}$/.test(number) ? BigInt(number) : Number(number);
  }

  function object(depth: number): Value {
    const found = new Map<string, Value>();
    at++;
    skip();
    if (text[at] === "}") {
      at++;
      return found;
    }
    for (;;) {
      skip();
      const name = string();
      require(":");
      found.set(name, value(depth + 1));
      skip();
      if (text[at] === ",") {
        at++;
        continue;
      }
      require("}");
      return found;
    }
  }

  function array(depth: number): Value {
    const found: Value[] = [];
    at++;
    skip();
    if (text[at] === "]") {
      at++;
      return found;
    }
    for (;;) {
      found.push(value(depth + 1));
      skip();
      if (text[at] === ",") {
        at++;
        continue;
      }
      require("]");
      return found;
    }
  }

  const found = value(0);
  skip();
  if (at < text.length) throw fail();
  return found;
}

/** A value as JSON, without space between its parts. */
export function printJson(value: Value, meter: Meter): string {
  const text = new TextBuilder();
  print(text, value, meter, 0);
  return text.toString();
}

function print(text: TextBuilder, value: Value, meter: Meter, depth: number): void {
  meter.step();
  if (depth > DEEPEST) throw new VtlError("A value contains itself");
  if (Array.isArray(value)) {
    text.add("[");
    for (const [index, item] of value.entries()) {
      if (index > 0) text.add(",");
      print(text, item, meter, depth + 1);
    }
    text.add("]");
  } else if (value instanceof Map) {
    text.add("{");
    let isFirst = true;
    for (const [name, item] of value) {
      text.add(`${isFirst ? "" : ","}${JSON.stringify(name)}:`);
      isFirst = false;
      print(text, item, meter, depth + 1);
    }
    text.add("}");
  } else if (typeof value === "bigint") text.add(String(value));
  else if (value instanceof HostObject) text.add("{}");
  else {
    if (typeof value === "string" && value.length > LONGEST_TEXT) throw new VtlError("A text is too long");
    // A double that is a whole number keeps its form.
    text.add(
      typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 1e7
        ? `${value}.0`
        : JSON.stringify(value),
    );
  }
}

/** A value of ours as one of a template: what JSON could hold. */
export function fromPlain(value: unknown): Value {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "bigint") return value;
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value === "object") return new Map(Object.entries(value).map(([name, item]) => [name, fromPlain(item)]));
  return null;
}
