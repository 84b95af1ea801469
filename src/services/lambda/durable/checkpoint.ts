// A checkpoint: what a function says has become of its operations, all of it or nothing.
// AWS: "CheckpointDurableExecution".

import type { OperationUpdate } from "@aws-sdk/client-lambda";
import type { YardContext } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { invalidParameter } from "../errors.ts";
import { readError } from "./error-object.ts";
import { invalidToken } from "./errors.ts";
import { ExecutionEdit } from "./execution-edit.ts";
import { closeExecution } from "./life-cycle.ts";
import { formatCallbackId, parseExecutionArn } from "./names.ts";
import type { ExecutionReference, OperationRecord } from "./records.ts";
import { findOperation, loadOperation } from "./repo.ts";
import { type Change, applyUpdate, requireTogether } from "./transitions.ts";

// AWS: "CheckpointDurableExecution", ClientToken: "within a 15-minute window".
const REPEAT_WINDOW_MS = 15 * 60_000;
// LIMIT: AWS: "Monitoring durable functions", DurableExecutionOperations: 3,000, DurableExecutionStorageWrittenBytes: 100 MB.
const MOST_OPERATIONS = 3_000;
const MOST_WRITTEN_BYTES = 104_857_600;

/** What a checkpoint asks. */
export interface CheckpointRequest {
  readonly arn: string;
  readonly token: string;
  readonly clientToken?: string | undefined;
  readonly updates: readonly OperationUpdate[];
}

/** What it answers: the next token, if there may be another, and all that has changed since the one before. */
export interface CheckpointAnswer {
  readonly token?: string | undefined;
  readonly operations: readonly OperationRecord[];
}

/** Takes a checkpoint; throws InvalidParameterValueException for a token that is not the present one. */
export function takeCheckpoint(yard: YardContext, request: CheckpointRequest): CheckpointAnswer {
  return yard.store.write((tx) => {
    const { edit, reference } = requireEdit(yard, tx, request.arn);
    const { record } = edit;
    const { lastCheckpoint: last } = record;
    const nowMs = yard.clock.nowMs();
    if (
      last !== undefined &&
      last.clientToken === request.clientToken &&
      last.token === request.token &&
      nowMs - last.atMs < REPEAT_WINDOW_MS
    )
      return { token: record.token, operations: loadAll(tx, reference, last.changed) };
    requireToken(edit, request.token);
    requireTogether(request.updates, (id) => findOperation(tx, reference, id)?.type === "CONTEXT");
    for (const update of request.updates) take(yard, tx, edit, update, nowMs);
    requireLimits(edit);
    const { changed, status } = edit.record;
    const operations = loadAll(tx, reference, changed);
    if (status === "RUNNING") {
      const token = newToken(yard);
      const { clientToken } = request;
      const repeat =
        clientToken === undefined ? undefined : { clientToken, token: request.token, changed, atMs: nowMs };
      edit.patch({ token, changed: [], lastCheckpoint: repeat });
    }
    edit.save();
    return { token: edit.record.token, operations };
  });
}

/** The execution of an ARN, for whoever shows a token of it. */
function requireEdit(
  yard: YardContext,
  tx: WriteTx,
  arn: string,
): { readonly edit: ExecutionEdit; readonly reference: ExecutionReference } {
  const reference = parseExecutionArn(arn);
  const edit = reference && ExecutionEdit.load(yard, tx, reference);
  // AWS: the operations of functions have no error for an execution that is not there.
  if (reference === undefined || edit === undefined || edit.arn !== arn) throw invalidToken();
  return { edit, reference };
}

/** Throws unless the token is that of the invocation under way. */
function requireToken({ record }: ExecutionEdit, token: string): void {
  if (record.status !== "RUNNING" || record.token !== token) throw invalidToken();
}

/** A token of AWS's alphabet for it. */
export function newToken({ random }: YardContext): string {
  return Buffer.from(random.bytes(24)).toString("base64");
}

function take(yard: YardContext, tx: WriteTx, edit: ExecutionEdit, update: OperationUpdate, nowMs: number): void {
  const { reference } = edit;
  if (update.Type === "EXECUTION") {
    // Whatever its id: AWS: its official SDKs make one up for a result that is too large for an answer.
    applyUpdate(update, undefined, 0, nowMs);
    closeExecution(
      yard,
      tx,
      edit,
      update.Action === "SUCCEED"
        ? { status: "SUCCEEDED", ...(update.Payload === undefined ? {} : { result: update.Payload }) }
        : { status: "FAILED", error: readError(update.Error ?? {}) },
    );
    return;
  }
  const current = findOperation(tx, reference, update.Id ?? "");
  const change = applyUpdate(update, current, current?.number ?? edit.record.operations, nowMs);
  edit.apply(current === undefined ? withCallbackId(yard, edit, change) : change);
}

function withCallbackId(yard: YardContext, edit: ExecutionEdit, change: Change): Change {
  const { operation } = change;
  if (operation.type !== "CALLBACK") return change;
  const secret = yard.random.hex(16);
  const callbackId = formatCallbackId({ executionArn: edit.arn, operationId: operation.id, secret });
  return { ...change, operation: { ...operation, callbackId } };
}

// AWS: what exceeds the limits fails; the wordings are inferred.
function requireLimits({ record }: ExecutionEdit): void {
  if (record.operations > MOST_OPERATIONS)
    throw invalidParameter(`A durable execution can have at most ${MOST_OPERATIONS} operations.`);
  if (record.writtenBytes > MOST_WRITTEN_BYTES)
    throw invalidParameter(`A durable execution can store at most ${MOST_WRITTEN_BYTES} bytes.`);
}

function loadAll(tx: WriteTx, reference: ExecutionReference, numbers: readonly number[]): readonly OperationRecord[] {
  return numbers.flatMap((number) => loadOperation(tx, reference, number) ?? []);
}
