// Mapping templates: Velocity with $input, $context, $stageVariables and $util.
// AWS: "Variables for data transformations for API Gateway".

import { renderTemplate, templateOf } from "../../../service/vtl/evaluate.ts";
import { findByPath } from "../../../service/vtl/json-path.ts";
import { fromPlain, JsonSyntaxError, parseJson, printJson } from "../../../service/vtl/json.ts";
import { VtlError, VtlSyntaxError } from "../../../service/vtl/syntax.ts";
import { type Dictionary, HostObject, Meter, textOf, type Value } from "../../../service/vtl/values.ts";
import { type Call, contextOf, headerOf, lastValues } from "./call.ts";
import { Failure, misconfigured } from "./failure.ts";
import { own } from "../../../service/api-front/variables.ts";

/** LIMIT: AWS: "Quotas for configuring and running a REST API": size of mapping templates. */
const LONGEST_TEMPLATE = 300 * 1024;

export interface Rendered {
  readonly text: string;
  readonly requestOverride: Overrides;
  readonly responseOverride: Overrides & { readonly status?: string };
}

/** What a template has set of $context.requestOverride or .responseOverride: by part, then by name. */
export interface Overrides {
  readonly header: Readonly<Record<string, readonly string[]>>;
  readonly path: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, readonly string[]>>;
}

/** Renders a template over a request's body or, in the other direction, an integration's. */
export function renderMapping(template: string, call: Call, body: string, direction: "request" | "response"): Rendered {
  const meter = new Meter();
  const context = new Map(
    Object.entries(contextOf(call)).map(([name, value]) => [name, withoutNull(fromPlain(value))]),
  );
  const request = overrideMap();
  const response = overrideMap();
  context.set("requestOverride", request).set("responseOverride", response);
  try {
    if (template.length > LONGEST_TEMPLATE) throw new VtlError("The template is longer than 300 KB");
    const text = renderTemplate(
      templateOf(template),
      [
        ["input", inputOf(call, body, meter)],
        ["context", context],
        ["stageVariables", fromPlain(call.target.variables)],
        ["util", utilOf(meter)],
      ],
      meter,
    );
    return { text, requestOverride: overridesOf(request, meter), responseOverride: overridesOf(response, meter) };
  } catch (error) {
    if (error instanceof JsonSyntaxError && direction === "request")
      throw new Failure("BAD_REQUEST_BODY", `Could not parse request body into json: ${error.message}`);
    if (error instanceof VtlError || error instanceof VtlSyntaxError || error instanceof JsonSyntaxError)
      throw misconfigured(`Unable to transform ${direction}: ${error.message}`);
    throw error;
  }
}

/** AWS: what $context does not have renders as nothing, not as its own name: absent members are empty. */
function withoutNull(value: Value): Value {
  if (value === null) return "";
  if (value instanceof Map) return new Map([...value].map(([name, item]) => [name, withoutNull(item)]));
  return value;
}

function overrideMap(): Dictionary {
  return new Map<string, Value>([
    ["header", new Map()],
    ["path", new Map()],
    ["querystring", new Map()],
  ]);
}

function overridesOf(map: Dictionary, meter: Meter): Rendered["responseOverride"] {
  const part = (name: string): [string, Value][] => {
    const found = map.get(name);
    return found instanceof Map ? [...found] : [];
  };
  const texts = (value: Value): string[] =>
    Array.isArray(value) ? value.map((item) => textOf(item, meter)) : [textOf(value, meter)];
  const status = map.get("status");
  return {
    header: Object.fromEntries(part("header").map(([name, value]) => [name, texts(value)])),
    path: Object.fromEntries(part("path").map(([name, value]) => [name, textOf(value, meter)])),
    querystring: Object.fromEntries(part("querystring").map(([name, value]) => [name, texts(value)])),
    ...(status === undefined || status === null ? {} : { status: textOf(status, meter) }),
  };
}

/** $input: the body, and the request's parameters. */
function inputOf(call: Call, body: string, meter: Meter): HostObject {
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
      params: (given) => (given.length === 0 ? allParameters(call) : parameter(call, textOf(given[0] ?? null, meter))),
    },
  });
}

function allParameters({ pathParameters, request }: Call): Value {
  return new Map<string, Value>([
    ["path", fromPlain(pathParameters)],
    ["querystring", fromPlain(lastValues(request.query))],
    ["header", fromPlain(lastValues(request.headers))],
  ]);
}

/** AWS: "searched in that order": path, query string, header. */
function parameter({ pathParameters, request }: Call, name: string): Value {
  return own(pathParameters, name) ?? own(lastValues(request.query), name) ?? headerOf(request.headers, name) ?? "";
}

function utilOf(meter: Meter): HostObject {
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
