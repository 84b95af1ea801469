// How an invocation ended, as its log and its caller are told. Pure.

import type { Span } from "./platform-events.ts";
import { faultPayload } from "./report.ts";
import type { PlatformFault, ReportFacts } from "./report.ts";
import type { RuntimeAnswer } from "./runtime-channel.ts";
import type { InvocationResult } from "./sandboxes.ts";

/** How long an invocation took. */
export interface Durations {
  readonly durationMs: number;
  readonly initDurationMs: number | undefined;
  /** What extensions took after the runtime. */
  readonly overhead?: Span;
}

/** The runtime's answer, or what the platform says instead. */
export interface Ending extends Durations {
  readonly answer?: RuntimeAnswer;
  readonly fault?: PlatformFault;
}

/** What the log's last lines tell. */
export function factsOf(requestId: string, ending: Ending, memoryMb: number, maxMemoryUsedMb: number): ReportFacts {
  const { answer, fault, durationMs } = ending;
  const crash = answer?.isFatal === true ? { status: "error" as const, errorType: answer.errorType ?? "" } : fault;
  return {
    requestId,
    durationMs,
    memoryMb,
    maxMemoryUsedMb,
    ...billOf(ending),
    ...(crash === undefined ? {} : { fault: crash }),
  };
}

/** What the caller gets. */
export function resultOf(ending: Ending, logTail: Uint8Array, maxMemoryUsedMb: number): InvocationResult {
  const { answer, fault, durationMs } = ending;
  return {
    payload: fault === undefined ? (answer?.payload ?? new Uint8Array()) : faultPayload(fault),
    ...(fault !== undefined || answer?.errorType !== undefined ? { functionError: "Unhandled" } : {}),
    logTail,
    durationMs,
    ...billOf(ending),
    maxMemoryUsedMb,
  };
}

/** AWS: "AWS Lambda standardizes billing for INIT Phase" (August 2025): the init phase is billed with its invocation. */
function billOf({
  durationMs,
  initDurationMs,
}: Durations): Pick<InvocationResult, "billedDurationMs" | "initDurationMs"> {
  return {
    billedDurationMs: Math.ceil(durationMs + (initDurationMs ?? 0)),
    ...(initDurationMs === undefined ? {} : { initDurationMs }),
  };
}
