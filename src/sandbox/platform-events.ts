// What the platform tells about a sandbox: lines in the function's log, and events for the extensions that have subscribed.
// AWS: "Lambda Telemetry API Event schema reference".

import type { InitializationType } from "./environment.ts";
import type { Extension } from "./extensions/registrations.ts";
import type { LogCapture } from "./log-capture.ts";
import { createPlatformLog } from "./platform-log.ts";
import type { PlatformFault, ReportFacts } from "./report.ts";
import type { FunctionSpec, Invocation } from "./sandboxes.ts";
import type { Stream, TelemetryApi } from "./telemetry/subscription.ts";
import type { Telemetry } from "./telemetry/telemetry.ts";

type Ending = Pick<PlatformFault, "status" | "errorType">;

export interface PlatformEvents {
  initStart(runtime: string): void;
  /** The init phase is over; it is reported in the log only where it failed. */
  initEnd(durationMs: number, fault?: Ending): void;
  /** What became of an extension in the init phase. */
  extension(extension: Extension): void;
  subscribed(name: string, api: TelemetryApi, streams: readonly Stream[]): void;
  start(invocation: Invocation): void;
  /** The runtime is done, or was broken off; extensions may go on. */
  runtimeDone(invocation: Invocation, facts: RuntimeDoneFacts): void;
  /** The end of an invocation, with all that ends its log. */
  report(facts: ReportFacts, fault: PlatformFault | undefined, overhead: Span | undefined): void;
}

export interface RuntimeDoneFacts {
  readonly durationMs: number;
  readonly producedBytes?: number;
  readonly fault?: Ending;
}

/** A part of an invocation's time. */
export interface Span {
  readonly name: string;
  readonly start: string;
  readonly durationMs: number;
}

/** Tells about one sandbox. */
export function createPlatformEvents(
  spec: FunctionSpec,
  initializationType: InitializationType,
  nowMs: () => number,
  log: LogCapture,
  telemetry: Telemetry,
): PlatformEvents {
  const lines = createPlatformLog(spec, nowMs);
  const { functionName, version: functionVersion } = spec;
  const write = (line: string | undefined): void => {
    if (line !== undefined) log.add(line);
  };

  return {
    initStart(runtimeVersion) {
      write(lines.initStart(runtimeVersion));
      if (!telemetry.isHeard()) return;
      telemetry.platform("initStart", {
        initializationType,
        phase: "init",
        runtimeVersion,
        functionName,
        functionVersion,
      });
    },
    initEnd(durationMs, fault) {
      if (fault !== undefined) write(lines.initReport(durationMs, fault));
      if (!telemetry.isHeard()) return;
      const phase = { initializationType, phase: "init", ...statusOf(fault) };
      telemetry.platform("initRuntimeDone", phase);
      telemetry.platform("initReport", { ...phase, metrics: { durationMs: round(durationMs) } });
    },
    extension({ name, state, events, errorType }) {
      const record = { name, state, events, ...(errorType === undefined ? {} : { errorType }) };
      write(lines.extension(record));
      telemetry.platform("extension", record);
    },
    subscribed(name, api, types) {
      const record = { name, state: "Subscribed", types };
      write(lines.subscription(api, record));
      telemetry.platform(api === "telemetry" ? "telemetrySubscription" : "logsSubscription", record);
    },
    start({ requestId, traceId }) {
      write(lines.start(requestId));
      if (!telemetry.isHeard()) return;
      telemetry.platform("start", { requestId, version: functionVersion, ...tracingOf(traceId) });
    },
    runtimeDone({ requestId, traceId }, { durationMs, producedBytes, fault }) {
      if (!telemetry.isHeard()) return;
      telemetry.platform("runtimeDone", {
        requestId,
        ...statusOf(fault),
        metrics: { durationMs: round(durationMs), ...(producedBytes === undefined ? {} : { producedBytes }) },
        ...tracingOf(traceId),
        spans: [
          {
            name: "responseLatency",
            start: new Date(nowMs() - durationMs).toISOString(),
            durationMs: round(durationMs),
          },
        ],
      });
    },
    report(facts, fault, overhead) {
      const { requestId } = facts;
      if (fault !== undefined) write(lines.fault(fault));
      write(lines.end(requestId, facts));
      write(lines.report(facts));
      if (!telemetry.isHeard()) return;
      if (fault !== undefined) telemetry.platform("fault", fault.logLine.trimEnd());
      telemetry.platform("end", { requestId });
      telemetry.platform("report", {
        requestId,
        metrics: {
          durationMs: round(facts.durationMs),
          billedDurationMs: facts.billedDurationMs,
          memorySizeMB: facts.memoryMb,
          maxMemoryUsedMB: facts.maxMemoryUsedMb,
          ...(facts.initDurationMs === undefined ? {} : { initDurationMs: round(facts.initDurationMs) }),
        },
        ...statusOf(facts.fault),
        ...(overhead === undefined ? {} : { spans: [overhead] }),
      });
    },
  };
}

function statusOf(fault: Ending | undefined): object {
  if (fault === undefined) return { status: "success" };
  const hasType = fault.errorType !== "" && fault.status !== "timeout";
  return { status: fault.status, ...(hasType ? { errorType: fault.errorType } : {}) };
}

function tracingOf(traceId: string | undefined): object {
  return traceId === undefined ? {} : { tracing: { type: "X-Amzn-Trace-Id", value: traceId } };
}

/** Milliseconds as AWS gives them: to the microsecond. */
export function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
