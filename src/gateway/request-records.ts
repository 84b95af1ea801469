// What is kept of each answer: the request log, services' own logs for their customers, and failures of ours.

import { CONTROL_MODEL, CONTROL_SERVICE } from "../control/model.ts";
import type { Principal } from "../iam/principal.ts";
import { displayName } from "../iam/principals.ts";
import type { AwsError } from "../kernel/errors.ts";
import { monotonicMs } from "../kernel/real-time.ts";
import { loadModel } from "../model/load.ts";
import type { ServiceModel } from "../model/model.ts";
import { toAwsError } from "../service/invoke.ts";
import type { HttpResponse } from "../wire/wire.ts";
import type { ChainParts, Target } from "./chain-parts.ts";
import type { IncomingRequest } from "./incoming.ts";

/** The failure as the client gets it; one that is ours goes into the log with its cause. */
export function reported(parts: ChainParts, error: unknown, requestId: string): AwsError {
  const failure = toAwsError(error);
  if (failure.cause !== undefined && failure.status === 500)
    parts.yard().log.write("error", "request.failed", { requestId, error: failure.cause });
  return failure;
}

/** Keeps one line of the answer for the request log. */
export function record(
  parts: ChainParts,
  requestId: string,
  { service, operation }: Pick<Target, "service" | "operation">,
  principal: Principal | undefined,
  failure: AwsError | undefined,
  startedMs: number,
): void {
  parts.requests.record({
    requestId,
    atMs: parts.yard().clock.nowMs(),
    service,
    operation,
    principal: principal === undefined ? "" : displayName(principal),
    status: failure?.status ?? 200,
    ...(failure === undefined ? {} : { error: failure.code }),
    durationMs: monotonicMs() - startedMs,
  });
}

/** Tells a service that keeps logs for its customers. */
export function tellAnswered(
  parts: ChainParts,
  incoming: IncomingRequest,
  told: {
    readonly requestId: string;
    readonly target: Target;
    readonly principal: Principal | undefined;
    readonly failure: AwsError | undefined;
    readonly startedMs: number;
    readonly answer: HttpResponse;
  },
): void {
  const { requestId, target, principal, failure, startedMs, answer } = told;
  const answered = parts.registry.service(target.service)?.answered;
  if (answered === undefined) return;
  const { method, path, rawQuery, headers, sourceIp } = incoming;
  const yard = parts.yard();
  answered(
    {
      operation: target.operation,
      method,
      path,
      rawQuery,
      headers,
      requestId,
      principal,
      sourceIp,
      atMs: yard.clock.nowMs(),
      durationMs: monotonicMs() - startedMs,
      status: answer.status,
      errorCode: failure?.code,
      answerHeaders: answer.headers,
    },
    yard,
  );
}

/** The model of a service of AWS or of the control API. */
export function modelOf(service: string): ServiceModel {
  return service === CONTROL_SERVICE ? CONTROL_MODEL : loadModel(service);
}
