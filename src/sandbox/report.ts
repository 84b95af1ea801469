// The platform's words about an invocation: its log lines and the errors that it makes up itself. Pure.
// AWS: "Understanding the Lambda execution environment lifecycle" (START, END, REPORT, INIT_REPORT and their statuses).

import type { ProcessExit } from "./process.ts";

/** How an invocation ended that its runtime did not end itself. */
export interface PlatformFault {
  readonly errorType: string;
  readonly errorMessage: string;
  /** The line that the log shows between START and END. */
  readonly logLine: string;
  readonly status: "timeout" | "error";
}

export interface ReportFacts {
  readonly requestId: string;
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly memoryMb: number;
  readonly maxMemoryUsedMb: number;
  readonly initDurationMs?: number;
  readonly fault?: Pick<PlatformFault, "status" | "errorType">;
}

export function startLine(requestId: string, version: string): string {
  return `START RequestId: ${requestId} Version: ${version}\n`;
}

export function endLine(requestId: string): string {
  return `END RequestId: ${requestId}\n`;
}

export function reportLine(facts: ReportFacts): string {
  const parts = [
    `REPORT RequestId: ${facts.requestId}`,
    `Duration: ${facts.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${facts.billedDurationMs} ms`,
    `Memory Size: ${facts.memoryMb} MB`,
    `Max Memory Used: ${facts.maxMemoryUsedMb} MB`,
  ];
  if (facts.initDurationMs !== undefined) parts.push(`Init Duration: ${facts.initDurationMs.toFixed(2)} ms`);
  return `${parts.join("\t")}\t${statusText(facts.fault)}\n`;
}

export function initReportLine(initDurationMs: number, fault: Pick<PlatformFault, "status" | "errorType">): string {
  return `INIT_REPORT Init Duration: ${initDurationMs.toFixed(2)} ms\tPhase: init\t${statusText(fault)}\n`;
}

function statusText(fault: Pick<PlatformFault, "status" | "errorType"> | undefined): string {
  if (fault === undefined) return "";
  return fault.status === "timeout" ? "Status: timeout" : `Status: error\tError Type: ${fault.errorType}`;
}

export function timedOut(requestId: string, timeoutMs: number, nowMs: number): PlatformFault {
  const text = `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
  return {
    errorType: "Sandbox.Timedout",
    errorMessage: `RequestId: ${requestId} Error: ${text}`,
    logLine: `${new Date(nowMs).toISOString()} ${requestId} ${text}\n\n`,
    status: "timeout",
  };
}

export function exited(requestId: string, exit: ProcessExit, isOutOfMemory: boolean): PlatformFault {
  const errorType = isOutOfMemory ? "Runtime.OutOfMemory" : "Runtime.ExitError";
  return fault(requestId, errorType, exitReason(isOutOfMemory ? { code: null, signal: "SIGKILL" } : exit));
}

/** An extension failed, or was the first to say that something did. */
export function extensionFailed(
  requestId: string,
  { errorType, reason }: { readonly errorType: string; readonly reason: string },
): PlatformFault {
  return fault(requestId, errorType, reason);
}

export function noBootstrap(requestId: string): PlatformFault {
  return fault(
    requestId,
    "Runtime.InvalidEntrypoint",
    "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
  );
}

/** AWS: "Lambda quotas": the response of a synchronous invocation has at most 6 MB. */
export const MOST_RESPONSE_BYTES = 6_291_556;

export function responseTooLarge(requestId: string): PlatformFault {
  const text = `Response payload size exceeded maximum allowed payload size (${MOST_RESPONSE_BYTES} bytes).`;
  return {
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: text,
    logLine: `RequestId: ${requestId} Error: ${text}\n`,
    status: "error",
  };
}

/** The payload that the caller gets for a fault. */
export function faultPayload({ errorType, errorMessage }: PlatformFault): Uint8Array {
  return Buffer.from(JSON.stringify({ errorType, errorMessage }));
}

function fault(requestId: string, errorType: string, reason: string): PlatformFault {
  const errorMessage = `RequestId: ${requestId} Error: ${reason}`;
  return { errorType, errorMessage, logLine: `${errorMessage}\n${errorType}\n`, status: "error" };
}

const SIGNAL_NAMES: Readonly<Record<string, string>> = {
  SIGABRT: "aborted",
  SIGBUS: "bus error",
  SIGFPE: "floating point exception",
  SIGILL: "illegal instruction",
  SIGINT: "interrupt",
  SIGKILL: "killed",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
  SIGTRAP: "trace/breakpoint trap",
};

function exitReason({ code, signal }: ProcessExit): string {
  if (signal !== null) return `Runtime exited with error: signal: ${SIGNAL_NAMES[signal] ?? signal}`;
  return code === 0 ? "Runtime exited without providing a reason" : `Runtime exited with error: exit status ${code}`;
}
