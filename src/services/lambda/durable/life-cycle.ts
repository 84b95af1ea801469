// How durable executions begin and end.
// AWS: "Invoking durable Lambda functions" and "Idempotency" (durable functions).

import type { Scope, YardContext } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { Target } from "../functions.ts";
import { alreadyStarted } from "./errors.ts";
import { ExecutionEdit } from "./execution-edit.ts";
import { executionArn } from "./names.ts";
import type { ErrorRecord, ExecutionRecord, ExecutionReference, OperationStatus } from "./records.ts";
import { addExecution, findExecution, loadOperation, saveOperation } from "./repo.ts";
import { countEnd, countStart } from "./metrics.ts";
import { enqueueDeadLetter } from "./dead-letters.ts";
import { tellStatus } from "./status-events.ts";
import { type Ending, endWaiting, isWaiting } from "./transitions.ts";

const DAY_MS = 86_400_000;

/** What is wanted of a new execution. */
export interface Start {
  /** Undefined: one that nobody else has. */
  readonly name?: string | undefined;
  readonly payload: Uint8Array;
  readonly traceId?: string;
  readonly isAsynchronous: boolean;
}

/** An execution that has begun, or one that already goes by the name. */
export interface Started {
  readonly reference: ExecutionReference;
  readonly arn: string;
}

/**
 * Begins an execution. AWS: "Idempotency": a name that is taken stands for its execution, if the payload is the same;
 * else throws DurableExecutionAlreadyStartedException.
 */
export function startExecution(yard: YardContext, target: Target, start: Start): Started {
  const {
    scope,
    function: { name: functionName },
  } = target;
  const input = Buffer.from(start.payload).toString();
  return yard.store.write((tx) => {
    const present = start.name === undefined ? undefined : findExecution(tx, scope, functionName, start.name);
    if (present === undefined) return begin(yard, tx, target, start, input);
    const reference = { scope: narrow(scope), functionName, id: present.id };
    if (loadOperation(tx, reference, 0)?.input !== input) throw alreadyStarted();
    return { reference, arn: executionArn(reference, present) };
  });
}

function begin(yard: YardContext, tx: WriteTx, target: Target, start: Start, input: string): Started {
  const {
    scope,
    function: { name: functionName },
    version,
    qualifier,
  } = target;
  const { timeoutSeconds = 0, retentionDays = 0 } = version.durable ?? {};
  const nowMs = yard.clock.nowMs();
  const id = yard.random.uuid();
  const reference: ExecutionReference = { scope: narrow(scope), functionName, id };
  const record: ExecutionRecord = {
    v: 1,
    id,
    name: start.name ?? yard.random.uuid(),
    version: version.version,
    qualifier,
    status: "RUNNING",
    startedAtMs: nowMs,
    timeoutSeconds,
    retentionDays,
    ...(start.traceId === undefined ? {} : { traceId: start.traceId }),
    isAsynchronous: start.isAsynchronous,
    operations: 1,
    events: 0,
    writtenBytes: input.length,
    waiting: 0,
    changed: [],
    invocations: 0,
    failures: 0,
    timeoutJob: "",
  };
  const edit = new ExecutionEdit(yard, tx, reference, record);
  const operation = {
    v: 1,
    number: 0,
    id,
    type: "EXECUTION",
    name: record.name,
    status: "STARTED",
    startedAtMs: nowMs,
    input,
  } as const;
  saveOperation(tx, reference, operation);
  edit.tell({ type: "ExecutionStarted", details: { payload: input, seconds: timeoutSeconds } }, operation);
  edit.patch({ timeoutJob: edit.timer("execution", nowMs + timeoutSeconds * 1000) });
  edit.wake();
  addExecution(tx, reference, edit.record);
  tellStatus(yard, tx, reference, edit.record);
  countStart(yard, reference);
  return { reference, arn: edit.arn };
}

/** How an execution ends. */
export type Outcome =
  | { readonly status: "SUCCEEDED"; readonly result?: string }
  | { readonly status: "FAILED" | "TIMED_OUT" | "STOPPED"; readonly error: ErrorRecord };

const ENDED_EVENTS = {
  SUCCEEDED: "ExecutionSucceeded",
  FAILED: "ExecutionFailed",
  TIMED_OUT: "ExecutionTimedOut",
  STOPPED: "ExecutionStopped",
} as const;

/** Ends an execution that runs, and whatever waits for it goes on. Who keeps the edit wakes those who wait in the process. */
export function closeExecution(yard: YardContext, tx: WriteTx, edit: ExecutionEdit, outcome: Outcome): void {
  const { reference, record } = edit;
  if (record.status !== "RUNNING") return;
  const nowMs = yard.clock.nowMs();
  const first = loadOperation(tx, reference, 0);
  if (first !== undefined) {
    const { status, ...rest } = outcome;
    const operation = { ...first, ...rest, status: status satisfies OperationStatus, endedAtMs: nowMs };
    saveOperation(tx, reference, operation);
    const details = "error" in rest ? { error: rest.error } : rest.result === undefined ? {} : { payload: rest.result };
    edit.tell({ type: ENDED_EVENTS[status], details }, operation);
  }
  yard.jobs.cancel(tx, record.timeoutJob);
  edit.timer("retention", nowMs + record.retentionDays * DAY_MS);
  edit.patch({
    status: outcome.status,
    endedAtMs: nowMs,
    token: undefined,
    lastCheckpoint: undefined,
    changed: [],
    ...(record.invocation?.isRunning === true ? {} : { invocation: undefined }),
  });
  tellStatus(yard, tx, reference, edit.record);
  countEnd(yard, reference, edit.record);
  if (outcome.status !== "SUCCEEDED" && record.isAsynchronous)
    enqueueDeadLetter(yard, tx, reference, first?.input ?? "{}", record, outcome.error);
  if (record.parent !== undefined) answerParent(yard, tx, reference.scope, record.parent, outcome);
  yard.signals.notify(closingTopic(reference));
}

/** What is notified when an execution has ended. */
export function closingTopic({ functionName, id, scope }: ExecutionReference): string {
  return `lambda/durable/${scope.account}/${scope.region}/${functionName}/${id}`;
}

/** Ends the waiting of the execution that called this one. */
function answerParent(
  yard: YardContext,
  tx: WriteTx,
  scope: Scope,
  { functionName, id, operation }: NonNullable<ExecutionRecord["parent"]>,
  ending: Ending,
): void {
  endOperation(yard, tx, { scope, functionName, id }, operation, ending);
}

/** Ends what an operation waits for, and has the function go on. False if it does not wait any more. */
export function endOperation(
  yard: YardContext,
  tx: WriteTx,
  reference: ExecutionReference,
  number: number,
  ending: Ending,
): boolean {
  const edit = ExecutionEdit.load(yard, tx, reference);
  const operation = edit && loadOperation(tx, reference, number);
  if (edit?.record.status !== "RUNNING" || operation === undefined || !isWaiting(operation)) return false;
  edit.apply(endWaiting(operation, ending, yard.clock.nowMs()));
  edit.wake();
  edit.save();
  return true;
}

/** A context is a scope, too, with much that is not to be kept. */
function narrow({ account, region }: Scope): Scope {
  return { account, region };
}
