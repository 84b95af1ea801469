// Mapping templates of WebSocket APIs: which one a message takes, and what it renders.
// AWS: "Data transformations for WebSocket APIs in API Gateway", "WebSocket API mapping template reference for API Gateway".

import { renderTemplate, templateOf } from "../../../../service/vtl/evaluate.ts";
import { fromPlain, JsonSyntaxError } from "../../../../service/vtl/json.ts";
import { mappingInput, mappingUtil, withoutNull } from "../../../../service/vtl/mapping-variables.ts";
import { VtlError, VtlSyntaxError } from "../../../../service/vtl/syntax.ts";
import { Meter, type Value } from "../../../../service/vtl/values.ts";
import { contextOf, type SocketCall } from "./call.ts";
import { internalError, SocketFailure } from "./failure.ts";
import { evaluateSelection } from "./selection.ts";

/** LIMIT: AWS: "Quotas for configuring and running a WebSocket in API Gateway": maximum mapping template size. */
const LONGEST_TEMPLATE = 300 * 1024;

/**
 * The template that an expression selects; undefined where there is none. AWS: "$default is supported as a catch-all". Without an
 * expression it is that one, or the one for JSON, as in AWS's example of a mock integration (inferred).
 */
export function selectTemplate(
  templates: Readonly<Record<string, string>> | undefined,
  expression: string | undefined,
  valueOf: (name: string) => string,
): string | undefined {
  if (templates === undefined) return undefined;
  const key = expression === undefined ? "$default" : evaluateSelection(expression, valueOf);
  for (const each of expression === undefined ? [key, "application/json"] : [key, "$default"])
    if (Object.hasOwn(templates, each)) return templates[each];
  return undefined;
}

/** Renders a template over a message or, in the other direction, an integration's body. */
export function renderSocketTemplate(template: string, call: SocketCall, body: string, isRequest: boolean): string {
  if (template.length > LONGEST_TEMPLATE) throw internalError("The template is longer than 300 KB");
  const meter = new Meter();
  const context = new Map(
    Object.entries(contextOf(call)).map(([name, value]) => [name, withoutNull(fromPlain(value))]),
  );
  try {
    return renderTemplate(
      templateOf(template),
      [
        ["input", mappingInput(body, meter, (name) => parametersOf(call, name))],
        ["context", context],
        ["stageVariables", fromPlain(call.stage.variables)],
        ["util", mappingUtil(meter)],
      ],
      meter,
    );
  } catch (error) {
    if (error instanceof JsonSyntaxError && isRequest)
      throw new SocketFailure(400, "Bad request body", { detail: error.message });
    if (error instanceof VtlError || error instanceof VtlSyntaxError || error instanceof JsonSyntaxError)
      throw internalError(`Unable to transform ${isRequest ? "request" : "response"}: ${error.message}`);
    throw error;
  }
}

/** AWS: only the request for a connection has parameters. */
function parametersOf({ event }: SocketCall, name: string | undefined): Value {
  const headers = event.type === "CONNECT" ? event.request.headers : {};
  const query = event.type === "CONNECT" ? event.request.query : [];
  if (name !== undefined) return query.findLast(([each]) => each === name)?.[1] ?? headers[name.toLowerCase()] ?? "";
  return new Map<string, Value>([
    ["path", new Map()],
    ["querystring", new Map(query)],
    ["header", new Map(Object.entries(headers).map(([each, value]) => [each, value ?? ""]))],
  ]);
}
