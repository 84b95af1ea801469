// Where a mapped parameter's value comes from: "method.request.querystring.page", "context.requestId", "'text'", and so on. Pure.
// AWS: "Parameter mapping source for REST APIs in API Gateway".

import { contextValue, own } from "../../../service/api-front/variables.ts";
import { findByPath } from "../../../service/vtl/json-path.ts";
import { parseJson, printJson } from "../../../service/vtl/json.ts";
import { Meter } from "../../../service/vtl/values.ts";
import { type Call, contextOf, headerValues, type Pair } from "./call.ts";

/** An integration's answer, as far as mappings may look at it. */
export interface MappedAnswer {
  readonly headers: readonly Pair[];
  readonly body: Uint8Array;
}

/** The values of a source: none where there is nothing, several for "multivalue..." sources. */
export function sourceValues(source: string, call: Call, answer?: MappedAnswer): readonly string[] {
  const literal = /^'([\s\S]*)'$/.exec(source)?.[1];
  if (literal !== undefined) return [literal];
  const [, kind = "", name = ""] =
    /^(method\.request\.\w+|integration\.response\.\w+|context|stageVariables)(?:\.(.+))?$/s.exec(source) ?? [];
  switch (kind) {
    case "method.request.path":
      return some(own(call.pathParameters, name));
    case "method.request.querystring":
      return queryValues(call, name).slice(-1);
    case "method.request.multivaluequerystring":
      return queryValues(call, name);
    case "method.request.header":
      return headerValues(call.request.headers, name).slice(-1);
    case "method.request.multivalueheader":
      return headerValues(call.request.headers, name);
    case "method.request.body":
      return bodyValue(call.request.body, name);
    case "integration.response.header":
      return headerValues(answer?.headers ?? [], name).slice(-1);
    case "integration.response.multivalueheader":
      return headerValues(answer?.headers ?? [], name);
    case "integration.response.body":
      return bodyValue(answer?.body ?? new Uint8Array(), name);
    case "context":
      return some(contextValue(contextOf(call), name));
    case "stageVariables":
      return some(own(call.target.variables, name));
    default:
      return [];
  }
}

function queryValues(call: Call, name: string): readonly string[] {
  return call.request.query.filter(([each]) => each === name).map(([, value]) => value);
}

function some(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

/** The body, or what a JSON path finds in it. */
function bodyValue(body: Uint8Array, path: string): readonly string[] {
  const text = Buffer.from(body).toString("utf8");
  if (path === "") return [text];
  try {
    const meter = new Meter();
    const found = findByPath(parseJson(text), path, meter);
    if (found === undefined || found === null) return [];
    return [typeof found === "string" ? found : printJson(found, meter)];
  } catch {
    // Not JSON, or no path: the parameter has no value.
    return [];
  }
}
