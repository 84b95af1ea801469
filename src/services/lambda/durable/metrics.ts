// What durable executions count of themselves. AWS: "Monitoring durable functions", "Durable execution metrics".
// Missing: ApproximateRunningDurableExecutions and its utilization.

import type { YardContext } from "../../../service/context.ts";
import type { ExecutionRecord, ExecutionReference } from "./records.ts";

const familyOf = (yard: YardContext, { scope, functionName }: ExecutionReference) =>
  yard.metrics.family(scope, "AWS/Lambda", [["FunctionName", functionName]]);

export function countStart(yard: YardContext, reference: ExecutionReference): void {
  familyOf(yard, reference).add("DurableExecutionStarted", 1, "Count");
}

const ENDED = {
  RUNNING: undefined,
  SUCCEEDED: "DurableExecutionSucceeded",
  FAILED: "DurableExecutionFailed",
  TIMED_OUT: "DurableExecutionTimedOut",
  STOPPED: "DurableExecutionStopped",
} as const;

export function countEnd(yard: YardContext, reference: ExecutionReference, record: ExecutionRecord): void {
  const family = familyOf(yard, reference);
  const name = ENDED[record.status];
  if (name !== undefined) family.add(name, 1, "Count");
  const { startedAtMs, endedAtMs = startedAtMs, operations, writtenBytes } = record;
  family.add("DurableExecutionDuration", endedAtMs - startedAtMs, "Milliseconds");
  family.add("DurableExecutionOperations", operations, "Count");
  family.add("DurableExecutionStorageWrittenBytes", writtenBytes, "Bytes");
}
