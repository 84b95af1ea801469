// Invocations of durable functions: what may invoke them how, and the wait for an execution's end.
// AWS: "Invoking durable Lambda functions".

import { AwsError } from "../../../kernel/errors.ts";
import type { InvocationResult } from "../../../sandbox/sandboxes.ts";
import type { YardContext } from "../../../service/context.ts";
import type { Target } from "../functions.ts";
import { requireConcurrency } from "../runner.ts";
import { functionErrorPayload } from "./error-object.ts";
import { tooLongToMap, tooLongToWait, unqualifiedDurable } from "./errors.ts";
import { type Start, type Started, closingTopic, startExecution } from "./life-cycle.ts";
import type { ExecutionReference } from "./records.ts";
import { loadExecution, loadOperation } from "./repo.ts";

// AWS: 15 minutes; the execution's own timeout must be within them.
const LONGEST_SYNCHRONOUS_SECONDS = 900;
// Of one wait; then the store is looked at again.
const LOOK_AGAIN_MS = 60_000;

/** Throws unless the target may be invoked this way. */
export function requireInvocable({ version, qualifier }: Target, isAsynchronous: boolean): void {
  if (qualifier === "") throw unqualifiedDurable();
  if (!isAsynchronous && (version.durable?.timeoutSeconds ?? 0) > LONGEST_SYNCHRONOUS_SECONDS) throw tooLongToWait();
}

/** Throws unless an event source mapping may deliver to the target. AWS: "Event source mappings with durable functions". */
export function requireMappable({ version, qualifier }: Target): void {
  if (version.durable === undefined) return;
  if (qualifier === "") throw unqualifiedDurable();
  if (version.durable.timeoutSeconds > LONGEST_SYNCHRONOUS_SECONDS) throw tooLongToMap();
}

/** Begins an execution for a caller; a synchronous one is refused while the function has no concurrency left. */
export function beginExecution(yard: YardContext, target: Target, start: Start): Started {
  requireInvocable(target, start.isAsynchronous);
  if (!start.isAsynchronous) requireConcurrency(yard, target);
  return startExecution(yard, target, start);
}

/** Begins an execution and waits for its end: the whole of it is one invocation to its caller. */
export async function runExecution(
  yard: YardContext,
  target: Target,
  start: Omit<Start, "isAsynchronous">,
  abort?: AbortSignal,
): Promise<InvocationResult> {
  const { reference } = beginExecution(yard, target, { ...start, isAsynchronous: false });
  return awaitExecution(yard, reference, abort);
}

/** Resolves with what an execution has come to, when it has ended. Rejects where it, or the caller, is gone. */
export async function awaitExecution(
  yard: YardContext,
  reference: ExecutionReference,
  abort?: AbortSignal,
): Promise<InvocationResult> {
  for (;;) {
    if (abort?.aborted === true) throw gone("The caller is gone.");
    const ended = yard.store.read((tx) => {
      const record = loadExecution(tx, reference);
      if (record === undefined) throw gone("The durable execution is gone.");
      if (record.status === "RUNNING") return undefined;
      return { status: record.status, first: loadOperation(tx, reference, 0) };
    });
    if (ended !== undefined) {
      const { status, first } = ended;
      if (status === "SUCCEEDED") return resultOf(Buffer.from(first?.result ?? "null"));
      return { ...resultOf(functionErrorPayload(first?.error ?? {})), functionError: "Unhandled" };
    }
    await yard.signals.wait(closingTopic(reference), LOOK_AGAIN_MS, abort);
  }
}

function gone(message: string): AwsError {
  return new AwsError({ code: "ServiceException", status: 500, message });
}

/** What an invocation measures is measured of each invocation of the execution, and logged there. */
function resultOf(payload: Uint8Array): InvocationResult {
  return { payload, logTail: Buffer.of(), durationMs: 0, billedDurationMs: 0, maxMemoryUsedMb: 0 };
}
