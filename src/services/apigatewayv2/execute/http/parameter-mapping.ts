// What an integration's parameters change on a request's way there, and on the answer's way back.
// AWS: "Transform API requests and responses for HTTP APIs in API Gateway".

import type { HttpResponse } from "../../../../wire/wire.ts";
import { parseMappingKey } from "../../http/integration-parameters.ts";
import type { IntegrationRecord } from "../../records.ts";
import { type Call, headersOf } from "./call.ts";
import { selected, type SelectableAnswer } from "./selection.ts";

/** The request on its way to a backend. */
export interface OutgoingRequest {
  readonly method: string;
  /** Decoded; undefined where no parameter overwrites it. */
  readonly path: string | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** The request as the integration's parameters make it. */
export function mapRequest(call: Call, { requestParameters = {} }: IntegrationRecord): OutgoingRequest {
  const headers = new Map(Object.entries(headersOf(call)));
  let query: (readonly [string, string])[] = [...call.request.query];
  let path: string | undefined;
  for (const [key, expression] of Object.entries(requestParameters)) {
    const { action, location, name } = parseMappingKey(key) ?? {};
    const value = action === "remove" ? undefined : selected(expression, call);
    if (action !== "remove" && value === undefined) continue;
    if (location === "path") path = value;
    else if (location === "header") changeHeader(headers, action, String(name).toLowerCase(), value);
    else if (location === "querystring") {
      if (action !== "append") query = query.filter(([each]) => each !== name);
      if (value !== undefined) query.push([String(name), value]);
    }
  }
  const { method, body } = call.request;
  return { method, path, headers: Object.fromEntries(headers), query, body };
}

/** The answer as the integration's parameters for its status make it. */
export function mapResponse(
  call: Call,
  { responseParameters = {} }: IntegrationRecord,
  answer: HttpResponse,
  selectable: SelectableAnswer,
): HttpResponse {
  const mappings = responseParameters[String(answer.status)];
  if (mappings === undefined) return answer;
  const headers = new Map(Object.entries(answer.headers));
  let { status } = answer;
  for (const [key, expression] of Object.entries(mappings)) {
    const { action, location, name } = parseMappingKey(key) ?? {};
    const value = action === "remove" ? undefined : selected(expression, call, selectable);
    if (action !== "remove" && value === undefined) continue;
    if (location === "header") changeHeader(headers, action, String(name).toLowerCase(), value);
    // What is no status is left as it was: the backend's answer is still an answer.
    else if (location === "statuscode" && /^[1-5]\d\d$/.test(value ?? "")) status = Number(value);
  }
  return { ...answer, status, headers: Object.fromEntries(headers) };
}

function changeHeader(
  headers: Map<string, string>,
  action: string | undefined,
  name: string,
  value: string | undefined,
): void {
  // A line break would begin a header of its own.
  const safe = value?.replaceAll(/[\r\n\0]+/g, " ");
  const present = headers.get(name);
  if (safe === undefined) headers.delete(name);
  else headers.set(name, action === "append" && present !== undefined ? `${present},${safe}` : safe);
}
