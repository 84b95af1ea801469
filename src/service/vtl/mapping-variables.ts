// $input and $util of API Gateway's mapping templates, for REST and WebSocket APIs alike.
// AWS: "Variables for data transformations for API Gateway", "WebSocket API mapping template reference for API Gateway".

import { findByPath } from "./json-path.ts";
import { JsonSyntaxError, parseJson, printJson } from "./json.ts";
import { VtlError } from "./syntax.ts";
import { HostObject, type Meter, textOf, type Value } from "./values.ts";

/** $input: the body, and the request's parameters: one by its name, or all of them. */
export function mappingInput(body: string, meter: Meter, params: (name: string | undefined) => Value): HostObject {
  let parsed: Value | undefined;
  // AWS: a request without a body has an empty object for one.
  const json = (): Value => (parsed ??= body === "" ? new Map() : parseJson(body));
  const find = (path: Value | undefined): Value => {
    // AWS: what a path does not find is the empty string (inferred from what templates in the field compare with).
    const found = findByPath(json(), typeof path === "string" ? path : "$", meter);
    return found === undefined ? "" : found;
  };
  return new HostObject({
    properties: { body: () => (body === "" ? "{}" : body) },
    methods: {
      json: ([path]) => printJson(find(path), meter),
      path: ([path]) => find(path),
      params: (given) => params(given.length === 0 ? undefined : textOf(given[0] ?? null, meter)),
    },
  });
}

/** $util. */
export function mappingUtil(meter: Meter): HostObject {
  const text = (value: Value | undefined): string => textOf(value ?? null, meter);
  return new HostObject({
    methods: {
      escapeJavaScript: ([value]) => escapeJavaScript(text(value)),
      parseJson: ([value]) => parseUtilJson(text(value)),
      urlEncode: ([value]) => urlEncode(text(value)),
      urlDecode: ([value]) => urlDecode(text(value)),
      base64Encode: ([value]) => Buffer.from(text(value)).toString("base64"),
      base64Decode: ([value]) => Buffer.from(text(value), "base64").toString("utf8"),
    },
  });
}

/** AWS: what $context does not have renders as nothing, not as its own name: absent members are empty. */
export function withoutNull(value: Value): Value {
  if (value === null) return "";
  if (value instanceof Map) return new Map([...value].map(([name, item]) => [name, withoutNull(item)]));
  return value;
}

/** A text that is no JSON is the template's fault, not the request's. */
function parseUtilJson(text: string): Value {
  try {
    return parseJson(text);
  } catch (cause) {
    if (!(cause instanceof JsonSyntaxError)) throw cause;
    throw new VtlError(`$util.parseJson: ${cause.message}`, { cause });
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "'": "\\'",
  "\\": "\\\\",
  "/": "\\/",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** AWS: "using JavaScript string rules": those of Apache Commons' escapeEcmaScript; "any regular single quotes into escaped ones". */
function escapeJavaScript(text: string): string {
  return text.replaceAll(
    // oxlint-disable-next-line no-control-regex -- what is escaped
    /["'\\/]|[^\u0020-\u007e]/g,
    (character) => ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
}

/** application/x-www-form-urlencoded. */
function urlEncode(text: string): string {
  // Half of a surrogate pair has no encoding: through bytes it becomes a replacement character.
  return encodeURIComponent(Buffer.from(text).toString())
    .replaceAll("%20", "+")
    .replaceAll(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function urlDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch (cause) {
    throw new VtlError("$util.urlDecode: the text is not encoded", { cause });
  }
}
