// A request's way through an HTTP API, from the stage to the answer. Each step has a file beside this one.

import type { YardContext } from "../../../../service/context.ts";
import { answerPreflight, isPreflight, withCors } from "../../../../service/http-events/cors.ts";
import { forwardingOf } from "../../../../service/http-events/forwarding.ts";
import type { DoorAccess, DoorRequest } from "../../../../service/service.ts";
import type { HttpResponse } from "../../../../wire/wire.ts";
import { gatewayAnswer } from "../answers.ts";
import type { Target } from "../target.ts";
import { authorizeCall } from "./authorization/authorize.ts";
import type { Call } from "./call.ts";
import { Failure } from "./failure.ts";
import { integrate } from "./integrate.ts";
import { logRequest } from "./logs.ts";
import { countRequest } from "./metrics.ts";
import { findRoute, NO_ROUTE } from "./routing.ts";
import { requireWithinLimits } from "./throttle.ts";

/** LIMIT: AWS: "Quotas for configuring and running an HTTP API": payloads of 10 MB; request line and headers of 10,240 bytes. */
const MOST_PAYLOAD_BYTES = 10 * 1024 * 1024;
const MOST_HEAD_BYTES = 10_240;

/** Answers a request to an HTTP API. */
export async function answerHttpRequest(
  arrived: DoorRequest,
  target: Target,
  yard: YardContext,
  access: DoorAccess,
): Promise<HttpResponse> {
  const { cors } = target.api;
  const request = withForwarding(arrived);
  const isAnsweredByCors = cors !== undefined && isPreflight(request.method, request.headers);
  const match = findRoute(target, request.method);
  const call: Call = {
    yard,
    access,
    target,
    route: match?.route ?? NO_ROUTE,
    pathParameters: match?.pathParameters ?? {},
    request,
    startedAtMs: yard.clock.nowMs(),
    facts: { integration: {} },
  };
  const answer = isAnsweredByCors ? answerPreflight(cors, request.headers) : await answerCall(call);
  const shown = cors === undefined || isAnsweredByCors ? answer : withCors(answer, cors, request.headers);
  const response = { ...shown, headers: { ...shown.headers, "apigw-requestid": request.requestId } };
  countRequest(call, response);
  await logRequest(call, response);
  return response;
}

/** The answer to a call, whatever becomes of it. */
async function answerCall(call: Call): Promise<HttpResponse> {
  try {
    return await walk(call);
  } catch (error) {
    const { type, status, message, headers, detail } = failureOf(error, call);
    call.facts.error = { message, responseType: type };
    if (detail !== undefined) {
      call.facts.integration.error ??= detail;
      reportToOperator(call, detail);
    }
    const answer = gatewayAnswer(status, message, call.request.requestId);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  }
}

/** The steps. */
async function walk(call: Call): Promise<HttpResponse> {
  const { request, route } = call;
  // AWS: a route that is not there answers 404 with this body.
  if (route === NO_ROUTE) throw new Failure("RESOURCE_NOT_FOUND", 404, "Not Found");
  if (request.body.length > MOST_PAYLOAD_BYTES) throw new Failure("REQUEST_TOO_LARGE", 413, "Request Entity Too Large");
  if (headBytes(request) > MOST_HEAD_BYTES)
    throw new Failure("REQUEST_TOO_LARGE", 431, "Request Header Fields Too Large");
  await authorizeCall(call);
  requireWithinLimits(call);
  return integrate(call);
}

/** Whatever went wrong as what the client is told; our own faults go to the log. */
function failureOf(error: unknown, { yard, target }: Call): Failure {
  if (error instanceof Failure) return error;
  yard.log.write("error", "http-api.failed", {
    apiId: target.api.apiId,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return new Failure("DEFAULT_5XX", 500, "Internal Server Error");
}

/** The caller of the API learns no more than on AWS; the operator finds the reason in the log. */
function reportToOperator({ yard, target, route }: Call, reason: string): void {
  yard.log.write("warn", "http-api.request-failed", {
    apiId: target.api.apiId,
    routeKey: route.routeKey,
    reason,
  });
}

function headBytes({ method, path, rawQuery, rawHeaders }: DoorRequest): number {
  let bytes = method.length + path.length + rawQuery.length;
  for (const [name, value] of rawHeaders) bytes += name.length + value.length;
  return bytes;
}

/** What a proxy on the way adds. AWS: functions are told by X-Forwarded-For and its like who asked, and of the trace. */
function withForwarding(request: DoorRequest): DoorRequest {
  const { headers, requestId, sourceIp } = request;
  const { port, proto } = forwardingOf(request);
  const forwardedFor = headers["x-forwarded-for"];
  const added: [string, string][] = [
    ["X-Forwarded-For", forwardedFor === undefined ? sourceIp : `${forwardedFor}, ${sourceIp}`],
    ["X-Forwarded-Port", port],
    ["X-Forwarded-Proto", proto],
  ];
  const trace = `Root=1-${requestId.slice(0, 8)}-${requestId.replaceAll("-", "").slice(8, 32)}`;
  if (headers["x-amzn-trace-id"] === undefined) added.push(["X-Amzn-Trace-Id", trace]);
  const kept = request.rawHeaders.filter(([name]) => !REPLACED.has(name.toLowerCase()));
  return { ...request, rawHeaders: [...kept, ...added] };
}

const REPLACED = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "x-forwarded-for",
  "x-forwarded-port",
  "x-forwarded-proto",
]);
