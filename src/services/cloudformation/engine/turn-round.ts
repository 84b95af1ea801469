// What becomes of an operation that failed: the way back, a deletion, or things as they are.

import type { OperationType } from "@aws-sdk/client-cloudformation";
import type { WriteTx } from "../../../store/store.ts";
import type { OperationRecord, ResourceRecord } from "../records.ts";
import { loadResources, saveOperation, saveResource, saveRetired } from "../repo.ts";
import { changeStackStatus } from "./events.ts";
import { forgetReviewed } from "./nested-records.ts";
import { turnShown } from "./shown-operations.ts";
import { isSameResource } from "./steps.ts";
import { requireOperation, requireStack } from "./work.ts";
import type { Work } from "./work.ts";

/** Turns the operation round: AWS's statuses for a failure, by the operation's kind and what the caller asked for. */
export function failOperation(work: Omit<Work, "aws">, reason: string): void {
  const { yard, scope, stackId } = work;
  const token = work.operation.clientRequestToken;
  yard.store.write((tx) => {
    const stack = requireStack(tx, work);
    const operation = requireOperation(tx, work);
    const action = operation.isCancelled && operation.kind === "create" ? "DELETE" : operation.onFailure;
    const turn = (type: OperationType): OperationRecord => turnShown(tx, yard, scope, stackId, operation, type);
    const requested = `${reason.replace(/\.? *$/, ".")} Rollback requested by user.`;
    if (operation.kind === "delete") {
      saveOperation(tx, scope, stackId, { ...operation, phase: "done" });
      changeStackStatus(tx, yard, scope, stack, { status: "DELETE_FAILED", reason, token });
    } else if (operation.kind === "import") {
      saveOperation(tx, scope, stackId, { ...turn("ROLLBACK"), phase: "restore" });
      changeStackStatus(tx, yard, scope, stack, { status: "IMPORT_ROLLBACK_IN_PROGRESS", reason, token });
    } else if (action === "DO_NOTHING") {
      // The resources stay as they are: the next operation goes on from there.
      for (const record of loadResources(tx, scope, stackId).values()) keepAsIs(tx, work, record);
      for (const reviewedId of Object.values(operation.reviewed ?? {})) forgetReviewed(tx, scope, reviewedId);
      saveOperation(tx, scope, stackId, { ...operation, phase: "done" });
      const isCreation = operation.kind === "create";
      changeStackStatus(tx, yard, scope, stack, {
        status: isCreation ? "CREATE_FAILED" : "UPDATE_FAILED",
        ...(isCreation ? { isNeverStable: true } : {}),
        reason,
        token,
      });
    } else if (operation.kind === "create" && action === "DELETE") {
      saveOperation(tx, scope, stackId, { ...turn("DELETE_STACK"), phase: "delete" });
      changeStackStatus(tx, yard, scope, stack, { status: "DELETE_IN_PROGRESS", reason, token });
    } else if (operation.kind === "create") {
      saveOperation(tx, scope, stackId, { ...turn("ROLLBACK"), phase: "rollback" });
      changeStackStatus(tx, yard, scope, stack, { status: "ROLLBACK_IN_PROGRESS", reason: requested, token });
    } else {
      saveOperation(tx, scope, stackId, { ...turn("ROLLBACK"), phase: "restore" });
      changeStackStatus(tx, yard, scope, stack, { status: "UPDATE_ROLLBACK_IN_PROGRESS", reason, token });
    }
  });
}

/** After a failure without a way back: replaced resources wait for the next cleanup, failed changes count as not made. */
function keepAsIs(tx: WriteTx, work: Pick<Work, "operation" | "scope" | "stackId">, record: ResourceRecord): void {
  const { before, ...others } = record;
  const kept: ResourceRecord = { ...others, ...stableState(record, work.operation) };
  if (before === undefined) {
    if (kept.stable !== record.stable) saveResource(tx, work.scope, work.stackId, kept);
    return;
  }
  const hasFailed = record.status.endsWith("_FAILED");
  if (isSameResource(before, record.current)) {
    saveResource(tx, work.scope, work.stackId, hasFailed ? { ...kept, current: before } : kept);
    return;
  }
  const leftover = hasFailed ? record.current : before;
  saveRetired(tx, work.scope, work.stackId, {
    v: 1,
    logicalId: record.logicalId,
    incarnation: leftover,
    policy: "Delete",
  });
  saveResource(tx, work.scope, work.stackId, hasFailed ? { ...kept, current: before } : kept);
}

/** What RollbackStack goes back to. Of several failures in a row, the first knows it. */
function stableState(record: ResourceRecord, operation: OperationRecord): Pick<ResourceRecord, "stable"> {
  if (record.stable !== undefined || operation.kind !== "update") return {};
  if (record.before !== undefined) return { stable: record.before };
  return record.operationId === operation.id ? { stable: "none" } : {};
}
