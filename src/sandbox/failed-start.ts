// What an invocation is answered whose sandbox could not be initialised.

import { exited, extensionFailed, noBootstrap, timedOut } from "./report.ts";
import type { PlatformFault } from "./report.ts";
import type { InitOutcome, Sandbox } from "./sandbox.ts";
import type { Invocation, InvocationResult } from "./sandboxes.ts";

/** Writes the log of an init phase that failed after `elapsedMs`, and of the invocation that had asked for it. */
export function reportFailedStart(
  sandbox: Sandbox,
  outcome: Exclude<InitOutcome, { readonly kind: "ready" }>,
  invocation: Invocation,
  elapsedMs: number,
): InvocationResult {
  const duration = { durationMs: elapsedMs, initDurationMs: undefined };
  if (outcome.kind === "failed") {
    const { errorType } = outcome.answer;
    sandbox.reportInit(elapsedMs, { status: "error", errorType: errorType ?? "Unknown" });
    sandbox.begin(invocation);
    return sandbox.report(invocation, { answer: outcome.answer, ...duration });
  }
  const fault = faultOf(sandbox, outcome, invocation.requestId);
  if (outcome.kind !== "timeout") sandbox.reportInit(elapsedMs, fault);
  sandbox.begin(invocation);
  return sandbox.report(invocation, { fault, ...duration });
}

function faultOf(
  { parts: { spec, owner } }: Sandbox,
  outcome: Exclude<InitOutcome, { readonly kind: "ready" | "failed" }>,
  requestId: string,
): PlatformFault {
  if (outcome.kind === "timeout") return timedOut(requestId, spec.timeoutMs, owner.nowMs());
  if (outcome.kind === "extension") return extensionFailed(requestId, outcome.failure);
  const isAbsent = outcome.exit.code === 127 && spec.runtime.startsWith("provided");
  return isAbsent ? noBootstrap(requestId) : exited(requestId, outcome.exit, false);
}
