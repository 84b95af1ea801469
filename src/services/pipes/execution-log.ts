// What a pipe logs of one execution: a record for each step that its level asks for, kept until the execution is over. Pure but for the
// clock.
// AWS: "Logging Amazon EventBridge Pipes performance", "EventBridge Pipes log schema reference", "EventBridge Pipes execution steps".

import type { PipeLogConfigurationParameters } from "@aws-sdk/client-pipes";
import type { AwsError } from "../../kernel/errors.ts";
import { API_SERVICE, type AwsApis } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { pipeArn } from "./names.ts";
import type { PipeRecord } from "./records.ts";

/** The steps, each with the least level that logs it. AWS: "Specifying EventBridge Pipes log level". */
const LEVELS = {
  ExecutionStarted: "INFO",
  ExecutionSucceeded: "INFO",
  ExecutionFailed: "ERROR",
  ExecutionPartiallyFailed: "ERROR",
  EnrichmentStageEntered: "INFO",
  EnrichmentStageSucceeded: "INFO",
  EnrichmentStageFailed: "ERROR",
  EnrichmentTransformationStarted: "TRACE",
  EnrichmentTransformationSucceeded: "TRACE",
  EnrichmentInvocationStarted: "TRACE",
  EnrichmentInvocationSucceeded: "TRACE",
  EnrichmentInvocationFailed: "ERROR",
  TargetStageEntered: "INFO",
  TargetStageSkipped: "INFO",
  TargetStageSucceeded: "INFO",
  TargetStageFailed: "ERROR",
  TargetStagePartiallyFailed: "ERROR",
  TargetTransformationStarted: "TRACE",
  TargetTransformationSucceeded: "TRACE",
  TargetInvocationStarted: "TRACE",
  TargetInvocationSucceeded: "TRACE",
  TargetInvocationFailed: "ERROR",
  TargetInvocationPartiallyFailed: "ERROR",
} as const;

const RANK = { OFF: 0, ERROR: 1, INFO: 2, TRACE: 3 } as const;

/** LIMIT: AWS: "Truncating execution data": a record has 256 KB at most. */
const MOST_RECORD_BYTES = 262_144;
// AWS names the three; that they go in this order is inferred.
const TRUNCATED_FIRST = ["payload", "awsRequest", "awsResponse"] as const;

export type Step = keyof typeof LEVELS;
export type Stage = "Enrichment" | "Target";

/** What went wrong in a step. */
export interface StepFailure {
  readonly message: string;
  readonly error?: AwsError;
}

/** What a step was about. */
export interface StepData {
  /** The events, as JSON or a value that becomes it. */
  readonly payload?: unknown;
  readonly failure?: StepFailure;
}

/** A record on its way to where the pipe logs. */
export interface LogRecord {
  readonly atMs: number;
  readonly text: string;
}

/** The log of one execution. */
export interface ExecutionLog {
  readonly executionId: string;
  readonly records: readonly LogRecord[];
  note(step: Step, data?: StepData): void;
  /** The same services, seen by the log: what a stage's invocation asked and was answered. */
  watch(aws: AwsApis): AwsApis;
}

/** A log for one execution of a pipe. */
export function createExecutionLog(
  yard: Pick<YardContext, "clock" | "random">,
  scope: Scope,
  pipe: PipeRecord,
): ExecutionLog {
  const { Level = "OFF", IncludeExecutionData = [] }: Partial<PipeLogConfigurationParameters> =
    pipe.logConfiguration ?? {};
  const hasData = IncludeExecutionData.includes("ALL");
  const executionId = Level === "OFF" ? "" : yard.random.uuid();
  const records: LogRecord[] = [];
  let seen: Exchange = {};
  return {
    executionId,
    records,
    note(step, { payload, failure } = {}) {
      const logLevel = LEVELS[step];
      const exchange = exchangeOf(step, seen);
      if (step.endsWith("InvocationStarted")) seen = {};
      if (RANK[logLevel] > RANK[Level]) return;
      const atMs = yard.clock.nowMs();
      const data = hasData ? { payload: jsonText(payload), ...exchange } : {};
      const record = {
        resourceArn: pipeArn(scope, pipe.name),
        timestamp: atMs,
        executionId,
        messageType: step,
        logLevel,
        ...(failure === undefined ? {} : { error: describeFailure(failure) }),
      };
      records.push({ atMs, text: fitted({ ...record, ...data }) });
    },
    watch(aws) {
      if (!hasData || Level !== "TRACE") return aws;
      return watched(aws, (exchange) => {
        seen = exchange;
      });
    },
  };
}

interface Exchange {
  readonly awsRequest?: string | undefined;
  readonly awsResponse?: string | undefined;
}

/** What was asked and answered belongs to the records of the invocation that is over. */
function exchangeOf(step: Step, seen: Exchange): Exchange {
  return /Invocation(?:Succeeded|Failed|PartiallyFailed)$/.test(step) ? seen : {};
}

/** AWS: recorded: "Target invocation failed with error from Logs. Not allowed to invoke." */
function describeFailure({ message, error }: StepFailure): object {
  if (error === undefined) return { message };
  return { message, httpStatusCode: error.status, details: error.message, exceptionType: error.code };
}

function fitted(record: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(record);
  if (Buffer.byteLength(text) <= MOST_RECORD_BYTES) return text;
  const truncatedFields: string[] = [];
  let shorter: Record<string, unknown> = { ...record };
  for (const field of TRUNCATED_FIRST) {
    if (typeof shorter[field] !== "string") continue;
    truncatedFields.push(field);
    shorter = { ...shorter, [field]: "", truncatedFields };
    if (Buffer.byteLength(JSON.stringify(shorter)) <= MOST_RECORD_BYTES) break;
  }
  return JSON.stringify(shorter);
}

/** Calls go through; the last one's request and answer are told. */
function watched(aws: AwsApis, tell: (exchange: Exchange) => void): AwsApis {
  const isApi = (name: string | symbol): name is keyof AwsApis =>
    typeof name === "string" && (Object.hasOwn(API_SERVICE, name) || name === "httpEndpoints");
  return new Proxy(aws, {
    get(_target, api) {
      if (!isApi(api)) return undefined;
      const calls = aws[api] as unknown as Readonly<Record<string, (input: unknown) => Promise<unknown>>>;
      return new Proxy(calls, {
        get(_calls, name) {
          if (typeof name !== "string" || name === "then") return undefined;
          return async (input: unknown) => {
            const awsRequest = jsonText(input);
            tell({ awsRequest });
            const answer = await calls[name]?.(input);
            tell({ awsRequest, awsResponse: jsonText(answer) });
            return answer;
          };
        },
      });
    },
  });
}

function jsonText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return JSON.stringify(value, (_key, each: unknown) =>
    each instanceof Uint8Array ? Buffer.from(each).toString() : bufferText(each),
  );
}

/** Buffers have become { type, data } before a replacer sees them. */
function bufferText(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("type" in value) || value.type !== "Buffer") return value;
  return "data" in value && Array.isArray(value.data) ? Buffer.from(value.data as number[]).toString() : value;
}
