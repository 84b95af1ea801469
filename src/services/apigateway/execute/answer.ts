// What goes back to the client: headers, cookies, AWS's own headers, compression; and gateway responses.

import { promisify } from "node:util";
import { deflate, gzip } from "node:zlib";
import { validateHeaderName, validateHeaderValue } from "node:http";
import type { HttpResponse } from "../../../wire/wire.ts";
import { effectiveResponse } from "../gateway-responses.ts";
import { type Call, contextOf, headerOf, type Pair } from "./call.ts";
import type { Failure } from "./failure.ts";
import { acceptedType, mediaTypeOf } from "./media-types.ts";
import { contextValue, own, withVariables } from "../../../service/api-front/variables.ts";
import { sourceValues } from "./parameters.ts";
import type { Target } from "./target.ts";

/** An answer before it is written. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly Pair[];
  readonly body: Uint8Array;
}

/** The ids that every answer has. */
export interface AnswerIds {
  readonly requestId: string;
  readonly extendedRequestId: string;
}

/** As the gateway writes it: cookies apart, lines of a name joined. */
export function toHttpResponse({ status, headers, body }: Answer, ids: AnswerIds): HttpResponse {
  const joined = new Map<string, string>();
  const cookies: string[] = [];
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (OF_THE_CONNECTION.has(lower) || !isWritable(name, value)) continue;
    if (lower === "set-cookie") cookies.push(value);
    else joined.set(lower, joined.has(lower) ? `${joined.get(lower)},${value}` : value);
  }
  joined.set("x-amzn-requestid", ids.requestId).set("x-amz-apigw-id", ids.extendedRequestId);
  return { status, headers: Object.fromEntries(joined), cookies, body };
}

const OF_THE_CONNECTION = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

function isWritable(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

/** AWS: "Payload compression for REST APIs": bodies from a size on, for clients that take it. */
export async function compressed(
  answer: Answer,
  acceptEncoding: string | undefined,
  smallest: number | undefined,
): Promise<Answer> {
  if (
    smallest === undefined ||
    answer.body.length < smallest ||
    headerOf(answer.headers, "content-encoding") !== undefined
  )
    return answer;
  const taken = (acceptEncoding ?? "").toLowerCase();
  const encoding =
    taken.includes("gzip") || taken.includes("*") ? "gzip" : taken.includes("deflate") ? "deflate" : undefined;
  if (encoding === undefined) return answer;
  const body = await (encoding === "gzip" ? promisify(gzip)(answer.body) : promisify(deflate)(answer.body));
  return { ...answer, headers: [...answer.headers, ["Content-Encoding", encoding]], body };
}

/** The gateway response of a failure, as the API has set it or as it is by itself. */
export function gatewayAnswer(failure: Failure, call: Call): Answer {
  const { target } = call;
  const accept = headerOf(call.request.headers, "accept");
  const response = effectiveResponse(target.deployed.gatewayResponses, failure.type);
  const isOwn = target.deployed.gatewayResponses.some(
    ({ responseType }) => responseType === failure.type || responseType.startsWith("DEFAULT_"),
  );
  const family = failure.status === undefined ? undefined : failure.status >= 500 ? "DEFAULT_5XX" : "DEFAULT_4XX";
  const status = own(statusOf(target, family), "statusCode") ?? failure.status ?? response.statusCode ?? "500";
  const { contentType, template } = chosenTemplate(response.responseTemplates, accept);
  const context = contextOfFailure(failure, call);
  const body = isOwn ? substitute(template, context, call) : defaultBody(failure);
  const headers: Pair[] = [
    ["Content-Type", contentType],
    ["x-amzn-ErrorType", failure.errorType],
  ];
  const set = Object.entries(response.responseParameters).flatMap(([name, source]): Pair[] => {
    const [, header] = /^gatewayresponse\.header\.(.+)$/.exec(name) ?? [];
    const [value] = sourceValues(source, call);
    return header === undefined || value === undefined ? [] : [[header, value]];
  });
  const kept = headers.filter(([name]) => !set.some(([other]) => other.toLowerCase() === name.toLowerCase()));
  return { status: Number(status), headers: [...kept, ...set], body: Buffer.from(body) };
}

/** What the customer has set for a class of statuses, where a failure has a status of its own. */
function statusOf(target: Target, family: string | undefined): { readonly statusCode?: string } {
  const found = target.deployed.gatewayResponses.find(({ responseType }) => responseType === family);
  return found?.statusCode === undefined ? {} : { statusCode: found.statusCode };
}

/** AWS: what is denied says "Message" where the customer has set no template. */
function defaultBody({ type, text }: Failure): string {
  return JSON.stringify(type === "ACCESS_DENIED" ? { Message: text } : { message: text });
}

function chosenTemplate(
  templates: Readonly<Record<string, string>>,
  accept: string | undefined,
): { contentType: string; template: string } {
  const wanted = mediaTypeOf(acceptedType(accept));
  const entries = Object.entries(templates);
  const [contentType, template] = entries.find(([name]) => mediaTypeOf(name) === wanted) ??
    entries.find(([name]) => mediaTypeOf(name) === "application/json") ??
    entries[0] ?? ["application/json", ""];
  return { contentType, template };
}

function contextOfFailure({ text, type, validationError }: Failure, call: Call): Record<string, unknown> {
  return {
    ...contextOf(call),
    error: {
      message: text ?? "",
      messageString: JSON.stringify(text),
      responseType: type,
      ...(validationError === undefined ? {} : { validationErrorString: validationError }),
    },
  };
}

/** AWS: "Gateway responses": templates are "simple variable substitution", not Velocity. */
function substitute(template: string, context: Record<string, unknown>, call: Call): string {
  return withVariables(template, (name) => {
    if (name.startsWith("context.")) return contextValue(context, name.slice("context.".length)) ?? "";
    return sourceValues(name, call)[0] ?? "";
  });
}
