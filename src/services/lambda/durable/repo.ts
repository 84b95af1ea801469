// The only file that knows the keys of durable executions.
//
// ["lambda", account, region, KIND, function, ...] with the kinds
//   "durable"            id -> ExecutionRecord
//   "durable-name"       name -> id
//   "durable-order"      startedAtMs, id -> true
//   "durable-operation"  id, number -> OperationRecord
//   "durable-id"         id, the operation's id -> its number
//   "durable-event"      id, number -> EventRecord

import type { Scope } from "../../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../../store/store.ts";
import type { EventRecord, ExecutionRecord, ExecutionReference, OperationRecord } from "./records.ts";

/** What goes when a function goes. */
export const DURABLE_KINDS = [
  "durable",
  "durable-name",
  "durable-order",
  "durable-operation",
  "durable-id",
  "durable-event",
] as const;

const key = (scope: Scope, kind: (typeof DURABLE_KINDS)[number], ...rest: readonly (string | number)[]): Key => [
  "lambda",
  scope.account,
  scope.region,
  kind,
  ...rest,
];

export function loadExecution(
  tx: ReadTx,
  { scope, functionName, id }: ExecutionReference,
): ExecutionRecord | undefined {
  return tx.get<ExecutionRecord>(key(scope, "durable", functionName, id));
}

export function findExecution(
  tx: ReadTx,
  scope: Scope,
  functionName: string,
  name: string,
): ExecutionRecord | undefined {
  const id = tx.get<string>(key(scope, "durable-name", functionName, name));
  return id === undefined ? undefined : loadExecution(tx, { scope, functionName, id });
}

export function saveExecution(
  tx: WriteTx,
  { scope, functionName, id }: ExecutionReference,
  record: ExecutionRecord,
): void {
  tx.put(key(scope, "durable", functionName, id), record);
}

/** Keeps a new execution, so that it is found by its name and in its order. */
export function addExecution(tx: WriteTx, reference: ExecutionReference, record: ExecutionRecord): void {
  const { scope, functionName, id } = reference;
  saveExecution(tx, reference, record);
  tx.put(key(scope, "durable-name", functionName, record.name), id);
  tx.put(key(scope, "durable-order", functionName, record.startedAtMs, id), true);
}

/** Removes an execution with all that is kept of it. */
export function removeExecution(tx: WriteTx, reference: ExecutionReference, record: ExecutionRecord): void {
  const { scope, functionName, id } = reference;
  for (const kind of ["durable-operation", "durable-id", "durable-event"] as const) {
    const keys = [...tx.range({ prefix: key(scope, kind, functionName, id) })].map((entry) => entry.key);
    for (const entry of keys) tx.delete(entry);
  }
  tx.delete(key(scope, "durable", functionName, id));
  tx.delete(key(scope, "durable-name", functionName, record.name));
  tx.delete(key(scope, "durable-order", functionName, record.startedAtMs, id));
}

/** Where a list of executions goes on. */
export interface ExecutionPosition {
  readonly startedAtMs: number;
  readonly id: string;
}

/** A function's executions in the order in which they started. */
export function* listExecutions(
  tx: ReadTx,
  scope: Scope,
  functionName: string,
  { reverse, after }: { readonly reverse: boolean; readonly after?: ExecutionPosition | undefined },
): Generator<ExecutionRecord> {
  const prefix = key(scope, "durable-order", functionName);
  for (const { key: at } of tx.range({
    prefix,
    reverse,
    ...(after === undefined ? {} : { after: [...prefix, after.startedAtMs, after.id] }),
  })) {
    const record = loadExecution(tx, { scope, functionName, id: String(at.at(-1)) });
    if (record !== undefined) yield record;
  }
}

export function loadOperation(
  tx: ReadTx,
  { scope, functionName, id }: ExecutionReference,
  number: number,
): OperationRecord | undefined {
  return tx.get<OperationRecord>(key(scope, "durable-operation", functionName, id, number));
}

export function findOperation(
  tx: ReadTx,
  reference: ExecutionReference,
  operationId: string,
): OperationRecord | undefined {
  const { scope, functionName, id } = reference;
  const number = tx.get<number>(key(scope, "durable-id", functionName, id, operationId));
  return number === undefined ? undefined : loadOperation(tx, reference, number);
}

export function saveOperation(
  tx: WriteTx,
  { scope, functionName, id }: ExecutionReference,
  record: OperationRecord,
): void {
  tx.put(key(scope, "durable-operation", functionName, id, record.number), record);
  tx.put(key(scope, "durable-id", functionName, id, record.id), record.number);
}

/** The operations in the order in which they started; the execution itself is the first. */
export function* listOperations(
  tx: ReadTx,
  { scope, functionName, id }: ExecutionReference,
): Generator<OperationRecord> {
  for (const { value } of tx.range<OperationRecord>({ prefix: key(scope, "durable-operation", functionName, id) }))
    yield value;
}

export function loadEvent(
  tx: ReadTx,
  { scope, functionName, id }: ExecutionReference,
  number: number,
): EventRecord | undefined {
  return tx.get<EventRecord>(key(scope, "durable-event", functionName, id, number));
}

export function saveEvent(tx: WriteTx, { scope, functionName, id }: ExecutionReference, record: EventRecord): void {
  tx.put(key(scope, "durable-event", functionName, id, record.number), record);
}

/** The history, oldest first unless it is reversed. */
export function* listEvents(
  tx: ReadTx,
  { scope, functionName, id }: ExecutionReference,
  { reverse, after }: { readonly reverse: boolean; readonly after?: number | undefined },
): Generator<EventRecord> {
  const prefix = key(scope, "durable-event", functionName, id);
  for (const { value } of tx.range<EventRecord>({
    prefix,
    reverse,
    ...(after === undefined ? {} : { after: [...prefix, after] }),
  }))
    yield value;
}
