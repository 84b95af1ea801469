// Where a mapped parameter's value comes from: "method.request.querystring.page", "context.requestId", "'text'", and so on. Pure.
// AWS: "Parameter mapping source for REST APIs in API Gateway".

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

/** A variable of $context, by its dotted name, as text; undefined where there is none. */
export function contextValue(context: unknown, name: string): string | undefined {
  let value = context;
  for (const part of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** ${stageVariables.name} in an URI or an ARN. */
export function withStageVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g, (_all, name: string) => own(variables, name) ?? "");
}

/** "$context.x" and "${context.x}", and the other variables, replaced by what they are: no Velocity. */
export function withVariables(text: string, valueOf: (name: string) => string): string {
  return text.replaceAll(VARIABLE, (_all, braced: string | undefined, bare: string | undefined) =>
    valueOf(braced ?? bare ?? ""),
  );
}

const NAME = "(?:context|stageVariables|method\\.request\\.(?:header|querystring|path))\\.[A-Za-z0-9_.-]*[A-Za-z0-9_-]";
const VARIABLE = new RegExp(`\\$(?:\\{(${NAME})\\}|(${NAME}))`, "g");

/** A record's own member: names are clients'. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
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
