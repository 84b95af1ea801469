// Runs a handler to its end: called again for as long as it says that it goes on, after the delay that it asks for, on the yard's clock. What it said last is
// in the store, so that a step which a crash interrupts goes on from there. AWS: "Resource type handler contract".

import { createHash } from "node:crypto";
import type { Scope, YardContext } from "../../../../service/context.ts";
import type { Job, JobHandler } from "../../../../service/jobs.ts";
import { canonicalJson, isRecord } from "../../template/values.ts";
import type { HandlerRunRecord, ProgressEvent, TypeVersionRecord } from "../records.ts";
import { deleteHandlerRun, loadHandlerRun, saveHandlerRun } from "../repo.ts";
import { failed, invokeHandler } from "./invoke.ts";
import { handlerRequest, RoleProblem } from "./request.ts";
import type { HandlerCall } from "./request.ts";

/** The kind of job that forgets what a handler said. */
const FORGET_RUN = "cloudformation/forget-handler-run";
const KEPT_MS = 24 * 60 * 60 * 1000;
// LIMIT: ours: a handler that always wants to go on at once must not keep everybody else waiting.
const LEAST_DELAY_MS = 100;

export interface HandlerRun {
  readonly yard: YardContext;
  readonly scope: Scope;
  readonly version: TypeVersionRecord;
  readonly call: HandlerCall;
  /** Tells this attempt of an operation from others: what a handler answered in one is not taken for its answer in the next. */
  readonly attempt: string;
  /** How long the handler may take over all its calls. */
  readonly timeoutMs: number;
  /** Told of each model on the way: a resource is known by it before it is ready. */
  readonly onModel: (model: Readonly<Record<string, unknown>>) => void;
  /** Aborts once nobody needs the resource any more, and does so to effect where `mayStop` says so: what is not known yet would stay behind for good. */
  readonly stopped: AbortSignal | undefined;
  readonly mayStop: () => boolean;
}

/** The last event of a handler that changes something: SUCCESS or FAILED. */
export async function runHandler(run: HandlerRun): Promise<ProgressEvent> {
  const { yard, scope, timeoutMs, onModel, stopped, mayStop } = run;
  const token = tokenOf(run);
  let known = yard.store.read((tx) => loadHandlerRun(tx, scope, token));
  if (known === undefined) {
    const begun: HandlerRunRecord = { v: 1, dueAtMs: yard.clock.nowMs() + timeoutMs };
    yard.store.write((tx) => {
      saveHandlerRun(tx, scope, token, begun);
      const { account, region } = scope;
      const dueAtMs = begun.dueAtMs + KEPT_MS;
      yard.jobs.enqueue(tx, { account, region, kind: FORGET_RUN, payload: { token }, dueAtMs });
    });
    known = begun;
  }
  for (;;) {
    const { event, callAtMs = 0, dueAtMs }: HandlerRunRecord = known;
    if (event?.resourceModel !== undefined) onModel(event.resourceModel);
    if (event !== undefined && event.status !== "IN_PROGRESS") return event;
    // AWS: the reason of what was under way when another resource failed; the code is inferred.
    const isStopped = (): boolean => event !== undefined && stopped?.aborted === true && mayStop();
    const waitMs = Math.min(callAtMs, dueAtMs) - yard.clock.nowMs();
    if (waitMs > 0 && !isStopped()) await yard.clock.wait(waitMs, mayStop() ? stopped : undefined);
    if (isStopped()) return failed("GeneralServiceException", "Resource creation cancelled");
    // AWS: the code as documented ("Handler error codes"), the sentence inferred.
    if (yard.clock.nowMs() >= dueAtMs) return failed("NotStabilized", "Exceeded the time that the handler may take.");
    const next = await callHandler(run, event);
    const delayMs = Math.max(LEAST_DELAY_MS, (next.callbackDelaySeconds ?? 0) * 1000);
    known = { v: 1, dueAtMs, event: next, callAtMs: yard.clock.nowMs() + delayMs };
    const record = known;
    yard.store.write((tx) => saveHandlerRun(tx, scope, token, record));
  }
}

/** Calls a handler that answers at once: AWS: "READ and LIST handlers must return synchronously". */
export async function askHandler(run: Pick<HandlerRun, "yard" | "scope" | "version" | "call">): Promise<ProgressEvent> {
  const event = await callHandler(run, undefined);
  return event.status === "IN_PROGRESS"
    ? failed("InternalFailure", "READ and LIST handlers must return synchronously.")
    : event;
}

async function callHandler(
  { yard, scope, version, call }: Pick<HandlerRun, "yard" | "scope" | "version" | "call">,
  last: ProgressEvent | undefined,
): Promise<ProgressEvent> {
  // AWS: the model that a handler returned is what its next call is about.
  const properties = { ...call.properties, ...last?.resourceModel };
  try {
    const request = await handlerRequest(yard, scope, version, { ...call, properties }, last?.callbackContext);
    return await invokeHandler(yard, scope, version, request);
  } catch (error) {
    if (error instanceof RoleProblem) return failed("AccessDenied", error.message);
    throw error;
  }
}

/** The same for each repetition of one step, and for no other. */
function tokenOf({ version, call, attempt }: HandlerRun): string {
  const { action, bearerToken, logicalId = "", stackId = "", properties, previous = {} } = call;
  const parts = [version.typeName, action, bearerToken, stackId, logicalId, attempt];
  return createHash("sha256")
    .update([...parts, canonicalJson(properties), canonicalJson(previous)].join("|"))
    .digest("hex");
}

/** Forgets what a handler said, long after its step. */
export const forgetHandlerRunHandler: JobHandler = {
  kind: FORGET_RUN,
  run(job: Job, yard) {
    const token = isRecord(job.payload) ? String(job.payload["token"]) : "";
    yard.store.write((tx) => deleteHandlerRun(tx, job, token));
    return Promise.resolve("done");
  },
};
