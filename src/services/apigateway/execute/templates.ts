// Mapping templates: Velocity with $input, $context, $stageVariables and $util.
// AWS: "Variables for data transformations for API Gateway".

import { renderTemplate, templateOf } from "../../../service/vtl/evaluate.ts";
import { fromPlain, JsonSyntaxError } from "../../../service/vtl/json.ts";
import { mappingInput, mappingUtil, withoutNull } from "../../../service/vtl/mapping-variables.ts";
import { VtlError, VtlSyntaxError } from "../../../service/vtl/syntax.ts";
import { type Dictionary, Meter, textOf, type Value } from "../../../service/vtl/values.ts";
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
        [
          "input",
          mappingInput(body, meter, (name) => (name === undefined ? allParameters(call) : parameter(call, name))),
        ],
        ["context", context],
        ["stageVariables", fromPlain(call.target.variables)],
        ["util", mappingUtil(meter)],
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
