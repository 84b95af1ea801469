// Between HTTP and a function's payload, in format 2.0: for HTTP APIs and function URLs. Pure.
// AWS: "Create AWS Lambda proxy integrations for HTTP APIs in API Gateway".

import { validateHeaderName, validateHeaderValue } from "node:http";
import type { DoorRequest } from "../service.ts";
import type { HttpResponse } from "../../wire/wire.ts";

/** A request as a function is told of it. */
export type HttpMessage = Omit<DoorRequest, "abort" | "origin">;

export interface Route {
  readonly apiId: string;
  /** Of the owner; "anonymous" in events of function URLs without authentication. */
  readonly account: string;
  /** Who called, where that was asked for. */
  readonly authorizer?: unknown;
  readonly stage: string;
  readonly routeKey: string;
  /** With the stage's name in front, unless it is $default. */
  readonly rawPath: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** The event that the function gets, as JSON bytes. */
export function encodeEvent(request: HttpMessage, route: Route, nowMs: number): Uint8Array {
  const cookies = (request.headers["cookie"] ?? "").split("; ").filter((cookie) => cookie !== "");
  const isText = isTextual(request.headers["content-type"]);
  const event = {
    version: "2.0",
    routeKey: route.routeKey,
    rawPath: route.rawPath,
    rawQueryString: request.rawQuery,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers: headersOf(request),
    ...present("queryStringParameters", queryOf(request)),
    requestContext: {
      accountId: route.account,
      apiId: route.apiId,
      ...(route.authorizer === undefined ? {} : { authentication: null, authorizer: route.authorizer }),
      domainName: request.host,
      domainPrefix: request.host.split(".")[0],
      http: {
        method: request.method,
        path: route.rawPath,
        protocol: "HTTP/1.1",
        sourceIp: request.sourceIp,
        userAgent: request.headers["user-agent"] ?? "",
      },
      requestId: request.requestId,
      routeKey: route.routeKey,
      stage: route.stage,
      time: clfTime(nowMs),
      timeEpoch: nowMs,
    },
    ...present("pathParameters", route.pathParameters),
    ...present("stageVariables", route.stageVariables),
    ...(request.body.length === 0 ? {} : { body: Buffer.from(request.body).toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
  return Buffer.from(JSON.stringify(event));
}

/** What a response is whose function does not say: text, of an HTTP API. */
const TEXT = "text/plain;charset=UTF-8";

/** The function's answer as an HTTP response; undefined if it is not one. */
export function decodeResult(payload: Uint8Array, defaultType = TEXT): HttpResponse | undefined {
  const text = Buffer.from(payload).toString("utf8");
  const result = parse(text);
  if (result === undefined) return undefined;
  if (typeof result !== "object" || result === null || Array.isArray(result) || !("statusCode" in result)) {
    // AWS: a result without a status code is a body of type application/json with status 200.
    return {
      status: 200,
      headers: { "content-type": "application/json" },
      body: typeof result === "string" ? result : text,
    };
  }
  const { body, isBase64Encoded } = result as Readonly<Record<string, unknown>>;
  const head = decodeHead(result, defaultType);
  if (head === undefined) return undefined;
  const content = body === undefined || body === null ? "" : typeof body === "string" ? body : JSON.stringify(body);
  return { ...head, body: isBase64Encoded === true ? Buffer.from(content, "base64") : content };
}

/** Status, headers and cookies as a function gives them; undefined if they cannot be sent. */
export function decodeHead(result: object, defaultType: string): Omit<HttpResponse, "body"> | undefined {
  const { statusCode, headers, cookies } = result as Readonly<Record<string, unknown>>;
  const status = Number(statusCode ?? 200);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  const plain: Record<string, string> = { "content-type": defaultType };
  for (const [name, value] of Object.entries(headers ?? {})) {
    const lower = name.toLowerCase();
    if (!OF_THE_CONNECTION.has(lower)) plain[lower] = String(value);
  }
  const setCookies = Array.isArray(cookies) ? cookies.map(String) : [];
  if (!isWritable([...Object.entries(plain), ...setCookies.map((cookie) => ["set-cookie", cookie] as const)]))
    return undefined;
  return { status, headers: plain, cookies: setCookies };
}

// How the body is framed and how long the connection lives is between the gateway and its client. A function that hands on
// another server's answer brings these along; with both a length and a transfer coding no client could read the answer.
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** False if a name or a value cannot stand in a header: a line break would begin a header of its own. */
function isWritable(headers: readonly (readonly [name: string, value: string])[]): boolean {
  try {
    for (const [name, value] of headers) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    return true;
  } catch {
    return false;
  }
}

/** Lower-case names; what came more than once is joined with a comma. */
function headersOf(request: HttpMessage): Record<string, string> {
  const lines = request.rawHeaders.map(([name, value]) => [name.toLowerCase(), value] as const);
  return joined(lines.filter(([name]) => name !== "cookie"));
}

function queryOf({ query }: HttpMessage): Record<string, string> {
  return joined(query);
}

/** Values of one name joined with commas. The client chooses the names: "constructor" and "__proto__" are names like any other. */
export function joined(entries: readonly (readonly [name: string, value: string])[]): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of entries) {
    const known = values.get(name);
    values.set(name, known === undefined ? value : `${known},${value}`);
  }
  return Object.fromEntries(values);
}

/** AWS: bodies are text for text/*, application/json, application/javascript and application/xml; else base64. */
export function isTextual(contentType: string | undefined): boolean {
  if (contentType === undefined) return true;
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  return (
    type.startsWith("text/") ||
    ["application/json", "application/javascript", "application/xml"].includes(type) ||
    /\+(json|xml)$/.test(type)
  );
}

function present(name: string, values: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.keys(values).length === 0 ? {} : { [name]: values };
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Common log format: 12/Mar/2020:19:03:58 +0000. */
export function clfTime(ms: number): string {
  const time = new Date(ms);
  const pad = (value: number): string => String(value).padStart(2, "0");
  return `${pad(time.getUTCDate())}/${MONTHS[time.getUTCMonth()] ?? ""}/${time.getUTCFullYear()}:${pad(time.getUTCHours())}:${pad(time.getUTCMinutes())}:${pad(time.getUTCSeconds())} +0000`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
