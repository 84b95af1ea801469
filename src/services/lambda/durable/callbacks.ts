// Callbacks from outside. AWS: "SendDurableExecutionCallbackSuccess" and its neighbours.

import type { YardContext } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { callbackClosed, executionNotFound, invalidCallbackId } from "./errors.ts";
import { ExecutionEdit } from "./execution-edit.ts";
import { endOperation } from "./life-cycle.ts";
import { findByArn } from "./lookup.ts";
import { parseCallbackId } from "./names.ts";
import type { ExecutionReference, OperationRecord } from "./records.ts";
import { findOperation, saveOperation } from "./repo.ts";
import { type Ending, isWaiting } from "./transitions.ts";

/** Ends a callback; throws CallbackTimeoutException for one that has ended. */
export function endCallback(yard: YardContext, callbackId: string, ending: Ending): void {
  yard.store.write((tx) => {
    const { reference, operation } = requireOpen(tx, callbackId);
    if (!endOperation(yard, tx, reference, operation.number, ending)) throw callbackClosed();
  });
}

/** A heartbeat: the next one has the whole time again. */
export function beat(yard: YardContext, callbackId: string): void {
  yard.store.write((tx) => {
    const { reference, operation } = requireOpen(tx, callbackId);
    const edit = ExecutionEdit.load(yard, tx, reference);
    if (edit === undefined || operation.heartbeatJob === undefined) return;
    yard.jobs.cancel(tx, operation.heartbeatJob);
    saveOperation(tx, reference, { ...operation, heartbeatJob: edit.heartbeat(operation) });
  });
}

function requireOpen(
  tx: WriteTx,
  callbackId: string,
): { readonly reference: ExecutionReference; readonly operation: OperationRecord } {
  const parsed = parseCallbackId(callbackId);
  if (parsed === undefined) throw invalidCallbackId();
  const found = findByArn(tx, parsed.executionArn);
  if (found === undefined) throw executionNotFound(parsed.executionArn);
  const operation = findOperation(tx, found.reference, parsed.operationId);
  if (found.record.status !== "RUNNING" || operation?.callbackId !== callbackId || !isWaiting(operation))
    throw callbackClosed();
  return { reference: found.reference, operation };
}
