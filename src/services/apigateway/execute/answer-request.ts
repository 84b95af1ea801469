// A request's way through an API, from the address to the answer. Each step has a file beside this one.
// AWS: "How API Gateway resource policies affect authorization workflow" has the order of the steps.

import type { YardContext } from "../../../service/context.ts";
import type { DoorAccess, DoorRequest } from "../../../service/service.ts";
import type { HttpResponse } from "../../../wire/wire.ts";
import { methodSettingOf } from "../stages.ts";
import { authorizeCall } from "./authorization/authorize.ts";
import { type Answer, compressed, gatewayAnswer, toHttpResponse } from "./answer.ts";
import { type ApiRequest, apiRequestOf, type Call, headerOf } from "./call.ts";
import { decompressed, MOST_PAYLOAD_BYTES } from "./decompress.ts";
import { Failure } from "./failure.ts";
import { integrate } from "./integrate.ts";
import { requireApiKey } from "./limits/api-key.ts";
import { requireWithinLimits } from "./limits/throttle.ts";
import { throughCache } from "./response-cache.ts";
import { logRequest, type TraceLine } from "./logs.ts";
import { countRequest } from "./metrics.ts";
import type { ResourceMatch } from "./resource-match.ts";
import { findTarget, type Target } from "./target.ts";
import { validateRequest } from "./validate-request.ts";

/** Answers a request to an API. */
export async function answerRequest(
  request: DoorRequest,
  yard: YardContext,
  access: DoorAccess,
): Promise<HttpResponse> {
  const target = findTarget(yard.store, yard.random, request.host, request.path);
  const ids = { requestId: request.requestId, extendedRequestId: yard.random.text(15, BASE64) + "=" };
  if (typeof target === "string") return toHttpResponse(FORBIDDEN, ids);
  const lines: TraceLine[] = [];
  const call = callOf(yard, access, target, apiRequestOf(request), { extendedRequestId: ids.extendedRequestId, lines });
  const answer = await answerCall(call);
  countRequest(call, answer);
  await logRequest(call, answer, lines);
  return toHttpResponse(answer, ids);
}

/** The answer to a call, whatever becomes of it. */
export async function answerCall(call: Call): Promise<Answer> {
  const { facts, deployed, request } = call;
  let answer: Answer;
  try {
    answer = await walk(call);
  } catch (error) {
    const failure = failureOf(error, call);
    const { text: message, type: responseType, validationError } = failure;
    facts.error = {
      message,
      responseType,
      ...(validationError === undefined ? {} : { validationErrorString: validationError }),
    };
    if (failure.detail !== undefined) {
      facts.integration.error ??= failure.detail;
      call.trace?.(failure.detail);
    }
    answer = gatewayAnswer(failure, call);
  }
  call.trace?.(`Method completed with status: ${answer.status}`);
  return compressed(answer, headerOf(request.headers, "accept-encoding"), deployed.api.minimumCompressionSize);
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** AWS: an address of nobody's, and a stage that is not there. */
const FORBIDDEN: Answer = {
  status: 403,
  headers: [
    ["Content-Type", "application/json"],
    ["x-amzn-ErrorType", "ForbiddenException"],
  ],
  body: Buffer.from('{"message":"Forbidden"}'),
};

/** Finds the method that is called. A path without one is a call, too: it is answered and logged. */
export function callOf(
  yard: YardContext,
  access: DoorAccess | undefined,
  target: Target,
  request: ApiRequest,
  { extendedRequestId, lines }: { readonly extendedRequestId: string; readonly lines: TraceLine[] },
): Call {
  const { resource, method, pathParameters } = target.deployed.find(request.method, target.path) ?? NOWHERE;
  const setting = methodSettingOf(target.stage, resource.path, method.httpMethod);
  const isTraced = access === undefined || (setting.loggingLevel ?? "OFF") !== "OFF";
  return {
    yard,
    access,
    scope: target.scope,
    target,
    deployed: target.deployed,
    resource,
    method,
    setting,
    pathParameters,
    request,
    startedAtMs: yard.clock.nowMs(),
    extendedRequestId,
    facts: { integration: {} },
    trace: isTraced ? (text) => lines.push({ atMs: yard.clock.nowMs(), text }) : undefined,
  };
}

const NOWHERE: ResourceMatch = {
  resource: { v: 1, id: "", pathPart: "", path: "", methods: {} },
  method: { httpMethod: "", authorizationType: "NONE", apiKeyRequired: false, methodResponses: {} },
  pathParameters: {},
};

/** The steps. */
async function walk(arrived: Call): Promise<Answer> {
  const call = { ...arrived, request: await decompressed(arrived.request, arrived.deployed) };
  if (call.request.body.length > MOST_PAYLOAD_BYTES) throw new Failure("REQUEST_TOO_LARGE", "Request Too Long");
  if (call.resource === NOWHERE.resource)
    throw new Failure("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
  call.trace?.(`Starting execution for request: ${call.request.requestId}`);
  call.trace?.(`HTTP Method: ${call.request.method}, Resource Path: ${call.target.path}`);
  await authorizeCall(call);
  await requireApiKey(call);
  requireWithinLimits(call);
  await validateRequest(call);
  return throughCache(call, () => integrate(call));
}

/** Whatever went wrong as what the client is told; our own faults go to the log. */
function failureOf(error: unknown, { yard, target }: Call): Failure {
  if (error instanceof Failure) return error;
  yard.log.write("error", "rest-api.failed", {
    apiId: target.apiId,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return new Failure("DEFAULT_5XX", "Internal server error", { status: 500 });
}
