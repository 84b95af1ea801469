// Invokes a function for a caller that waits: once, or, if it is durable, until its execution has ended.

import type { InvocationResult } from "../../sandbox/sandboxes.ts";
import type { YardContext } from "../../service/context.ts";
import { runExecution } from "./durable/run.ts";
import type { Target } from "./functions.ts";
import { runTarget, type Work } from "./runner.ts";

/** Resolves with the function's result, or with its error. `abort` ends the wait for a durable execution only. */
export function invokeTarget(
  yard: YardContext,
  target: Target,
  work: Work,
  abort?: AbortSignal,
): Promise<InvocationResult> {
  if (target.version.durable === undefined) return runTarget(yard, target, work);
  const { payload, traceId } = work;
  return runExecution(yard, target, { payload, ...(traceId === undefined ? {} : { traceId }) }, abort);
}
