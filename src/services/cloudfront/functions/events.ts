// Events that functions get, and what they give back. AWS: "CloudFront Functions event structure" and "Restrictions on edge functions". Pure.

import { cookiesOf, type EdgeResponse, type ViewerRequest } from "../edge/messages.ts";

interface Value {
  readonly value?: unknown;
  readonly multiValue?: readonly { readonly value?: unknown }[];
  readonly attributes?: unknown;
}
type Values = Readonly<Record<string, Value>>;

interface RequestObject {
  readonly method: string;
  readonly uri: string;
  readonly querystring: Values;
  readonly headers: Values;
  readonly cookies: Values;
}

/** What does not change while a request is served. */
export interface EventContext {
  readonly distributionDomainName: string;
  readonly distributionId: string;
}

/** What a function has made of an event: another request, an answer, or nothing that could be used. */
export type FunctionResult =
  | { readonly kind: "request"; readonly request: ViewerRequest }
  | { readonly kind: "response"; readonly response: EdgeResponse }
  | { readonly kind: "invalid"; readonly reason: string };

/** The event of a viewer's request, as JSON text. */
export function requestEvent(request: ViewerRequest, context: EventContext): string {
  return JSON.stringify({ ...eventOf(request, context, "viewer-request") });
}

/** The event of an answer to a viewer, as JSON text. */
export function responseEvent(request: ViewerRequest, response: EdgeResponse, context: EventContext): string {
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, { value }]));
  const cookies = Object.fromEntries(
    response.cookies.map((cookie) => {
      const [pair = "", ...attributes] = cookie.split(";");
      const equals = pair.indexOf("=");
      return [pair.slice(0, equals), { value: pair.slice(equals + 1), attributes: attributes.join(";").trim() }];
    }),
  );
  const shown = { statusCode: response.status, statusDescription: "", headers, cookies };
  return JSON.stringify({ ...eventOf(request, context, "viewer-response"), response: shown });
}

function eventOf(request: ViewerRequest, context: EventContext, eventType: string): object {
  const { cookie: _cookie, ...headers } = request.headers;
  const query = request.rawQuery
    .split("&")
    .filter((part) => part !== "")
    .map((part): readonly [string, string] => {
      const equals = part.indexOf("=");
      return equals === -1 ? [part, ""] : [part.slice(0, equals), part.slice(equals + 1)];
    });
  const shown: RequestObject = {
    method: request.method,
    uri: request.path,
    querystring: grouped(query),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { value }])),
    cookies: grouped(cookiesOf(request.headers)),
  };
  return {
    version: "1.0",
    context: { ...context, eventType, requestId: request.requestId },
    viewer: { ip: request.sourceIp },
    request: shown,
  };
}

/** Names with all their values: of several, all are in multiValue, and the last one is the value. */
function grouped(pairs: readonly (readonly [string, string])[]): Values {
  const made = new Map<string, string[]>();
  for (const [name, value] of pairs) made.set(name, [...(made.get(name) ?? []), value]);
  return Object.fromEntries(
    [...made].map(([name, values]) => [
      name,
      { value: values.at(-1) ?? "", ...(values.length > 1 && { multiValue: values.map((value) => ({ value })) }) },
    ]),
  );
}

/** Reads what a function gave for a viewer's request. */
export function readRequestResult(output: string, before: ViewerRequest): FunctionResult {
  const result = parse(output);
  if (result === undefined) return invalid("The function returned no object.");
  if ("statusCode" in result) return readResponse(result, undefined);
  const { uri, method, querystring = {}, headers = {}, cookies = {} } = result as Partial<RequestObject>;
  if (method !== before.method) return invalid("The method is read-only.");
  if (typeof uri !== "string" || !/^\/[\x21-\x7e]*$/.test(uri) || /[?#]/.test(uri))
    return invalid("The uri is not valid.");
  const made: Record<string, string> = {};
  for (const [name, value] of entriesOf(headers)) {
    const lower = name.toLowerCase();
    if (value === undefined || !isHeader(lower, value)) return invalid(`The header ${name} is not valid.`);
    if (isForbidden(lower) && value !== before.headers[lower]) return invalid(`The header ${name} is not allowed.`);
    if (READ_ONLY.has(lower) && value !== before.headers[lower]) return invalid(`The header ${name} is read-only.`);
    made[lower] = made[lower] === undefined ? value : `${made[lower]}, ${value}`;
  }
  for (const name of READ_ONLY) if (before.headers[name] !== undefined) made[name] ??= before.headers[name];
  const jar = entriesOf(cookies).map(([name, value]) => `${name}=${value}`);
  if (jar.some((cookie) => !/^[\x21-\x7e ]+$/.test(cookie) || cookie.includes(";")))
    return invalid("A cookie is not valid.");
  if (jar.length > 0) made["cookie"] = jar.join("; ");
  else delete made["cookie"];
  const query = entriesOf(querystring).map(([name, value]) =>
    value === "" || value === undefined ? name : `${name}=${value}`,
  );
  if (query.some((part) => !/^[\x21-\x7e]*$/.test(part) || /[&#]/.test(part)))
    return invalid("The querystring is not valid.");
  return { kind: "request", request: { ...before, path: uri, rawQuery: query.join("&"), headers: made } };
}

/** Reads what a function gave for an answer. */
export function readResponseResult(output: string, before: EdgeResponse): FunctionResult {
  const result = parse(output);
  return result === undefined ? invalid("The function returned no object.") : readResponse(result, before);
}

function readResponse(result: Readonly<Record<string, unknown>>, before: EdgeResponse | undefined): FunctionResult {
  const { statusCode, headers = {}, cookies = {}, body } = result;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return invalid("The statusCode is not valid.");
  const made: Record<string, string> = {};
  for (const [name, value] of entriesOf(headers as Values)) {
    const lower = name.toLowerCase();
    if (value === undefined || !isHeader(lower, value)) return invalid(`The header ${name} is not valid.`);
    if (isForbidden(lower) && value !== before?.headers[lower]) return invalid(`The header ${name} is not allowed.`);
    if (lower !== "content-length" && lower !== "set-cookie")
      made[lower] = made[lower] === undefined ? value : `${made[lower]}, ${value}`;
  }
  const jar = Object.entries((cookies ?? {}) as Values).map(([name, { value, attributes }]) => {
    const rest = typeof attributes === "string" && attributes !== "" ? `; ${attributes}` : "";
    return `${name}=${String(value)}${rest}`;
  });
  if (jar.some((cookie) => /[\r\n\0]/.test(cookie))) return invalid("A cookie is not valid.");
  const content = bodyOf(body);
  if (content === "invalid") return invalid("The body is not valid.");
  const bytes = content ?? before?.body ?? new Uint8Array();
  const length = bytes instanceof Uint8Array ? String(bytes.length) : before?.headers["content-length"];
  return {
    kind: "response",
    response: {
      status,
      headers: { ...made, ...(length !== undefined && { "content-length": length }) },
      cookies: jar,
      body: bytes,
      outcome: before?.outcome ?? "FunctionGeneratedResponse",
    },
  };
}

/** AWS: a body is a text, or { encoding: "text" or "base64", data }. LIMIT: with all else 40 KB. */
function bodyOf(body: unknown): Uint8Array | "invalid" | undefined {
  if (body === undefined || body === null) return undefined;
  const { data, encoding = "text" } =
    typeof body === "string" ? { data: body } : (body as Readonly<Record<string, unknown>>);
  if (typeof data !== "string" || (encoding !== "text" && encoding !== "base64") || data.length > 40 * 1024)
    return "invalid";
  return Buffer.from(data, encoding === "text" ? "utf8" : "base64");
}

function parse(output: string): Readonly<Record<string, unknown>> | undefined {
  const result: unknown = JSON.parse(output);
  return typeof result === "object" && result !== null && !Array.isArray(result)
    ? (result as Readonly<Record<string, unknown>>)
    : undefined;
}

function entriesOf(values: Values): readonly (readonly [name: string, value: string | undefined])[] {
  if (typeof values !== "object") return [];
  return Object.entries(values).flatMap(([name, item]): (readonly [string, string | undefined])[] => {
    const list = Array.isArray(item?.multiValue) && item.multiValue.length > 0 ? item.multiValue : [item];
    return list.map((each) => [name, textOf(each?.value)] as const);
  });
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function isHeader(name: string, value: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name) && !/[\r\n\0]/.test(value);
}

const READ_ONLY = new Set(["content-length", "host", "transfer-encoding", "via"]);

/** AWS: "Disallowed headers". */
function isForbidden(name: string): boolean {
  return /^(connection|expect|keep-alive|proxy-.*|trailer|upgrade|x-accel-.*|x-amz-cf-.*|x-amzn-.*|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$/.test(
    name,
  );
}

function invalid(reason: string): FunctionResult {
  return { kind: "invalid", reason };
}
