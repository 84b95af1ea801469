// Operations as the API shows them: each with an id, and with one of its own for the way back of one that failed. AWS: API Reference,
// "DescribeEvents": "automatic rollbacks triggered by failures" are operations, too.

import type { BeaconStackOperationStatus, OperationType } from "@aws-sdk/client-cloudformation";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import type { EventRecord, OperationRecord } from "../records.ts";
import { listShownOperations, loadOperation, saveShownOperation } from "../repo.ts";

type Clock = Pick<YardContext, "clock">;

/** As which events of the stack show the operation that runs; nothing for a stack that never had one. */
export function shownIdOf(tx: ReadTx, scope: Scope, stackId: string): Pick<EventRecord, "operationId"> {
  const operation = loadOperation(tx, scope, stackId);
  return operation === undefined ? {} : { operationId: operation.shownId ?? operation.id };
}

/** Begins to show an operation. */
export function beginShown(
  tx: WriteTx,
  { clock }: Clock,
  scope: Scope,
  stackId: string,
  { id, type, status = "IN_PROGRESS" }: { id: string; type: OperationType; status?: BeaconStackOperationStatus },
): void {
  const startedAtMs = clock.nowMs();
  const ended = status === "IN_PROGRESS" ? {} : { endedAtMs: startedAtMs };
  saveShownOperation(tx, scope, stackId, { v: 1, id, type, status, startedAtMs, ...ended });
}

/** Shows that what runs has come to its end. */
export function endShown(tx: WriteTx, { clock }: Clock, scope: Scope, stackId: string, hasSucceeded: boolean): void {
  const { operationId } = shownIdOf(tx, scope, stackId);
  const shown = listShownOperations(tx, scope, stackId).findLast(({ id }) => id === operationId);
  if (shown === undefined || shown.status !== "IN_PROGRESS") return;
  const status = hasSucceeded ? "SUCCEEDED" : "FAILED";
  saveShownOperation(tx, scope, stackId, { ...shown, status, endedAtMs: clock.nowMs() });
}

/** Shows an operation that failed as such, and what it turns into as another. Returns the operation with what it is shown as from now on. */
export function turnShown(
  tx: WriteTx,
  yard: Pick<YardContext, "clock" | "random">,
  scope: Scope,
  stackId: string,
  operation: OperationRecord,
  type: OperationType,
): OperationRecord {
  endShown(tx, yard, scope, stackId, false);
  const shownId = yard.random.uuid();
  beginShown(tx, yard, scope, stackId, { id: shownId, type });
  return { ...operation, shownId };
}
