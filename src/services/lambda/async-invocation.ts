// Asynchronous invocations: taken into the store, run until they succeed or are given up, and reported.
// AWS: "How Lambda handles errors and retries with asynchronous invocation".

import { AwsError } from "../../kernel/errors.ts";
import type { InvocationResult } from "../../sandbox/sandboxes.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { Job, JobHandler, JobOutcome } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { deadLetter, deliverResult } from "./destinations.ts";
import { beginExecution } from "./durable/run.ts";
import { drawTarget } from "./functions.ts";
import type { Target } from "./functions.ts";
import { functionArn } from "./names.ts";
import type { FunctionReference } from "./names.ts";
import type { EventInvokeRecord } from "./records.ts";
import { loadEventInvoke } from "./repo.ts";
import { runTarget } from "./runner.ts";
import { countAsync } from "./usage/async-metrics.ts";

const KIND = "lambda/invoke-event";

// AWS: one minute before the first retry, two before the second.
const RETRY_DELAYS_MS = [60_000, 120_000];
// AWS: for throttles and system errors, from 1 second up to 5 minutes, until the event is too old.
const MOST_THROTTLE_DELAY_MS = 5 * 60_000;
const DEFAULT_RETRY_ATTEMPTS = 2;
const DEFAULT_EVENT_AGE_SECONDS = 21_600;

/** How an event ended, as invocation records say it. */
type Condition = "Success" | "EventAgeExceeded" | "RetriesExhausted" | "ZeroReservedConcurrency";

interface EventPayload {
  readonly scope: Scope;
  readonly name: string;
  readonly qualifier?: string;
  readonly requestId: string;
  readonly event: Uint8Array;
  readonly traceId?: string;
  readonly acceptedAtMs: number;
  /** How often the function has failed so far. */
  readonly failures: number;
}

/** Takes an event: it will be run, also after a crash. */
export function enqueueEvent(
  yard: YardContext,
  tx: WriteTx,
  reference: FunctionReference,
  work: { readonly payload: Uint8Array; readonly traceId?: string; readonly requestId?: string },
): void {
  const { scope, name, qualifier } = reference;
  const payload: EventPayload = {
    scope: { account: scope.account, region: scope.region },
    name,
    ...(qualifier === undefined ? {} : { qualifier }),
    requestId: work.requestId ?? yard.random.uuid(),
    event: work.payload,
    ...(work.traceId === undefined ? {} : { traceId: work.traceId }),
    acceptedAtMs: yard.clock.nowMs(),
    failures: 0,
  };
  yard.jobs.enqueue(tx, { account: scope.account, region: scope.region, kind: KIND, payload });
  countAsync(yard, scope, reference, "AsyncEventsReceived", 1);
}

export const eventJob: JobHandler = { kind: KIND, run: runEvent };

async function runEvent(job: Job, yard: YardContext): Promise<JobOutcome> {
  const event = job.payload as EventPayload;
  const { scope, name, qualifier } = event;
  const found = findTarget(yard, { scope, name, ...(qualifier === undefined ? {} : { qualifier }) });
  // AWS drops the events of a function that was deleted.
  if (found === undefined) return "done";
  const { target, settings } = found;
  const ageLimitMs = (settings?.eventAgeSeconds ?? DEFAULT_EVENT_AGE_SECONDS) * 1000;
  const isTooOld = (atMs: number): boolean => atMs - event.acceptedAtMs > ageLimitMs;
  const giveUp = async (condition: Exclude<Condition, "Success">, result?: InvocationResult) => {
    countAsync(yard, scope, event, "AsyncEventsDropped", 1);
    await report(yard, target, settings, event, condition, result);
    return "done" as const;
  };
  // AWS: the events of a function that is switched off by a reserved concurrency of zero are given up without a try.
  if (target.function.reservedConcurrency === 0) return giveUp("ZeroReservedConcurrency");
  if (target.version.durable !== undefined) return beginDurable(yard, target, event);
  const nowMs = yard.clock.nowMs();
  if (isTooOld(nowMs)) return giveUp("EventAgeExceeded");
  let result: InvocationResult;
  // AWS: AsyncEventAge: from when Lambda has queued the event to when the function is invoked.
  countAsync(yard, scope, event, "AsyncEventAge", nowMs - event.acceptedAtMs);
  try {
    result = await runTarget(yard, target, {
      requestId: event.requestId,
      payload: event.event,
      ...(event.traceId === undefined ? {} : { traceId: event.traceId }),
    });
  } catch (error) {
    // AWS: "Use Lambda recursive loop detection": the event goes to the destination or the queue for those given up.
    if (error instanceof AwsError && error.code === "RecursiveInvocationException") return giveUp("RetriesExhausted");
    if (!(error instanceof AwsError) || error.code !== "TooManyRequestsException")
      yard.log.write("warn", "lambda.event-not-run", { function: name, error });
    return { retryAtMs: yard.clock.nowMs() + Math.min(MOST_THROTTLE_DELAY_MS, 1_000 * 2 ** (job.attempt - 1)) };
  }
  if (result.functionError === undefined) {
    await report(yard, target, settings, event, "Success", result);
    return "done";
  }
  const failures = event.failures + 1;
  if (failures > (settings?.retryAttempts ?? DEFAULT_RETRY_ATTEMPTS)) return giveUp("RetriesExhausted", result);
  const retryAtMs = yard.clock.nowMs() + (RETRY_DELAYS_MS[failures - 1] ?? 0);
  if (isTooOld(retryAtMs)) return giveUp("EventAgeExceeded", result);
  // A new job, since the count of failures is part of what must survive a crash.
  yard.store.write((tx) => {
    yard.jobs.enqueue(tx, {
      account: job.account,
      region: job.region,
      kind: KIND,
      payload: { ...event, failures },
      dueAtMs: retryAtMs,
    });
  });
  return "done";
}

/** The function was made anew, and durable, while the event waited: it begins an execution, which takes over from here. */
function beginDurable(yard: YardContext, target: Target, { event, traceId }: EventPayload): JobOutcome {
  const trace = traceId === undefined ? {} : { traceId };
  // AWS: events for unqualified durable functions are refused, and with them nobody to tell.
  if (target.qualifier !== "") beginExecution(yard, target, { payload: event, ...trace, isAsynchronous: true });
  return "done";
}

function findTarget(
  yard: YardContext,
  reference: FunctionReference,
): { target: Target; settings: EventInvokeRecord | undefined } | undefined {
  try {
    return yard.store.read((tx) => ({
      target: drawTarget(tx, reference, yard.random),
      settings: loadEventInvoke(tx, reference.scope, reference.name, reference.qualifier ?? ""),
    }));
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

async function report(
  yard: YardContext,
  target: Target,
  settings: EventInvokeRecord | undefined,
  event: EventPayload,
  condition: Condition,
  result: InvocationResult | undefined,
): Promise<void> {
  const destination = condition === "Success" ? settings?.onSuccessArn : settings?.onFailureArn;
  if (destination !== undefined)
    await deliverResult(yard, target, destination, {
      version: "1.0",
      timestamp: new Date(yard.clock.nowMs()).toISOString(),
      requestContext: {
        requestId: event.requestId,
        functionArn: functionArn(target.scope, target.function.name, target.qualifier || "$LATEST"),
        condition,
        approximateInvokeCount: event.failures + (result === undefined ? 0 : 1),
      },
      requestPayload: parseJson(event.event),
      ...(result === undefined
        ? {}
        : {
            responseContext: {
              statusCode: 200,
              executedVersion: target.version.version,
              ...(result.functionError === undefined ? {} : { functionError: result.functionError }),
            },
            responsePayload: parseJson(result.payload),
          }),
    });
  const { deadLetterArn } = target.version;
  if (condition !== "Success" && deadLetterArn !== undefined && deadLetterArn !== "")
    await deadLetter(yard, target, deadLetterArn, event.event, {
      requestId: event.requestId,
      errorMessage: errorMessageOf(result),
    });
}

function parseJson(bytes: Uint8Array): unknown {
  const text = Buffer.from(bytes).toString();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function errorMessageOf(result: InvocationResult | undefined): string {
  if (result === undefined) return "";
  const value = parseJson(result.payload);
  const message = typeof value === "object" && value !== null && "errorMessage" in value ? value.errorMessage : "";
  return typeof message === "string" ? message : "";
}
