// What a drift operation's results mean for the stack set as a whole. AWS: "StackSetDriftDetectionDetails".

import type { Scope } from "../../../service/context.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import type { StackSetDriftRecord, StackSetOperationRecord, StackSetRecord } from "./records.ts";
import { listResults, saveOperation, saveStackSet } from "./repo.ts";

/** The totals of an operation, running or ended. */
export function driftTotals(
  tx: ReadTx,
  administrator: Scope,
  stackSetId: string,
  operation: StackSetOperationRecord,
): StackSetDriftRecord {
  const results = listResults(tx, administrator, stackSetId, operation.id).map(({ result }) => result);
  const count = (is: (result: (typeof results)[number]) => boolean): number => results.filter((one) => is(one)).length;
  const drifted = count(({ driftStatus }) => driftStatus === "DRIFTED");
  const inSync = count(({ driftStatus }) => driftStatus === "IN_SYNC");
  const failed = count(({ status }) => status === "FAILED");
  return {
    DriftStatus: drifted > 0 ? "DRIFTED" : inSync > 0 ? "IN_SYNC" : "NOT_CHECKED",
    DriftDetectionStatus: detectionStatus(operation, failed),
    checkedAtMs: operation.endedAtMs ?? operation.createdAtMs,
    TotalStackInstancesCount: results.length,
    DriftedStackInstancesCount: drifted,
    InSyncStackInstancesCount: inSync,
    InProgressStackInstancesCount: count(({ status }) => status === "PENDING" || status === "RUNNING"),
    FailedStackInstancesCount: failed,
  };
}

function detectionStatus({ status }: StackSetOperationRecord, failed: number) {
  if (status === "STOPPED") return "STOPPED";
  if (status === "FAILED") return "FAILED";
  if (status !== "SUCCEEDED") return "IN_PROGRESS";
  return failed > 0 ? "PARTIAL_SUCCESS" : "COMPLETED";
}

/** Keeps the totals of an operation that has ended, which are then the stack set's. */
export function closeDetection(
  tx: WriteTx,
  administrator: Scope,
  stackSet: StackSetRecord,
  operation: StackSetOperationRecord,
): void {
  const drift = driftTotals(tx, administrator, stackSet.id, operation);
  saveOperation(tx, administrator, stackSet.id, { ...operation, drift });
  saveStackSet(tx, administrator, { ...stackSet, drift });
}
