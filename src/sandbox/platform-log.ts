// What the platform itself writes into a function's log: as text, or as JSON with a level that decides what is written.
// AWS: "Understanding the Lambda execution environment lifecycle" (START, END, REPORT), "Configuring JSON and plain text log
// formats" (system logs), "Lambda Telemetry API Event schema reference".

import { endLine, initReportLine, reportLine, startLine } from "./report.ts";
import type { PlatformFault, ReportFacts } from "./report.ts";
import type { FunctionSpec } from "./sandboxes.ts";
import type { TelemetryApi } from "./telemetry/subscription.ts";

type Level = FunctionSpec["logging"]["systemLevel"];
type Ending = Pick<PlatformFault, "status" | "errorType">;

const RANKS: Readonly<Record<Level, number>> = { DEBUG: 0, INFO: 1, WARN: 2 };

export interface PlatformLog {
  initStart(runtime: string): string | undefined;
  initReport(initDurationMs: number, fault: Ending): string | undefined;
  start(requestId: string): string | undefined;
  /** What happened between start and end that the runtime cannot tell itself. */
  fault(fault: PlatformFault): string | undefined;
  end(requestId: string, facts: ReportFacts): string | undefined;
  report(facts: ReportFacts): string | undefined;
  extension(record: ExtensionRecord): string | undefined;
  subscription(api: TelemetryApi, record: SubscriptionRecord): string | undefined;
}

/** What became of an extension. */
export interface ExtensionRecord {
  readonly name: string;
  readonly state: string;
  readonly events: readonly string[];
  readonly errorType?: string;
}

/** Which streams an extension has subscribed to. */
export interface SubscriptionRecord {
  readonly name: string;
  readonly state: string;
  readonly types: readonly string[];
}

/** The lines of one function's platform; undefined where nothing is to be written. */
export function createPlatformLog(spec: FunctionSpec, nowMs: () => number): PlatformLog {
  return spec.logging.format === "JSON" ? jsonLog(spec, nowMs) : textLog(spec);
}

function textLog({ version }: FunctionSpec): PlatformLog {
  return {
    initStart: (runtime) => `INIT_START Runtime Version: ${runtime}\n`,
    initReport: initReportLine,
    start: (requestId) => startLine(requestId, version),
    fault: ({ logLine }) => logLine,
    end: (requestId) => endLine(requestId),
    report: reportLine,
    // Both as functions with extensions have them in their logs.
    extension: ({ name, state, events, errorType }) =>
      `EXTENSION\tName: ${name}\tState: ${state}\tEvents: [${events.join(",")}]${errorType === undefined ? "" : `\tError Type: ${errorType}`}\n`,
    subscription: (api, { name, state, types }) =>
      `${api.toUpperCase()}\tName: ${name}\tState: ${state}\tTypes: [${types.map(capitalised).join(", ")}]\n`,
  };
}

function jsonLog(spec: FunctionSpec, nowMs: () => number): PlatformLog {
  const { functionName, version: functionVersion } = spec;
  const least = RANKS[spec.logging.systemLevel];
  const line = (level: Level, type: string, record: object): string | undefined =>
    RANKS[level] < least
      ? undefined
      : `${JSON.stringify({ time: new Date(nowMs()).toISOString(), type: `platform.${type}`, record })}\n`;
  const initializationType = "on-demand";
  // AWS: "System log level event mapping": which level each event has.
  const levelOf = (fault: unknown, otherwise: Level): Level => (fault === undefined ? otherwise : "WARN");
  return {
    initStart: (runtimeVersion) =>
      line("INFO", "initStart", { initializationType, phase: "init", runtimeVersion, functionName, functionVersion }),
    initReport: (durationMs, fault) =>
      line("WARN", "initReport", {
        initializationType,
        phase: "init",
        status: fault.status,
        ...(fault.errorType === "" ? {} : { errorType: fault.errorType }),
        metrics: { durationMs: round(durationMs) },
      }),
    start: (requestId) => line("INFO", "start", { requestId, version: functionVersion }),
    fault: () => undefined,
    end: (requestId, { durationMs, fault }) =>
      line(levelOf(fault, "DEBUG"), "runtimeDone", {
        requestId,
        ...statusOf(fault),
        metrics: { durationMs: round(durationMs) },
      }),
    report: (facts) =>
      line(levelOf(facts.fault, "INFO"), "report", {
        requestId: facts.requestId,
        metrics: {
          durationMs: round(facts.durationMs),
          billedDurationMs: facts.billedDurationMs,
          memorySizeMB: facts.memoryMb,
          maxMemoryUsedMB: facts.maxMemoryUsedMb,
          ...(facts.initDurationMs === undefined ? {} : { initDurationMs: round(facts.initDurationMs) }),
        },
        ...statusOf(facts.fault),
      }),
    extension: (record) => line("INFO", "extension", record),
    subscription: (api, record) => line("INFO", `${api}Subscription`, record),
  };
}

function capitalised(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}

function statusOf(fault: Ending | undefined): object {
  if (fault === undefined) return { status: "success" };
  return { status: fault.status, ...(fault.errorType === "" ? {} : { errorType: fault.errorType }) };
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
