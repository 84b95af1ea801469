// What a checkpoint may ask of an operation, and what becomes of it. Pure.
// AWS: "CheckpointDurableExecution", OperationUpdate; which state may follow which, and the wordings, are those of AWS's
// own testing libraries for durable functions (aws-durable-execution-sdk-js-testing and its Python sister).

import type { OperationUpdate } from "@aws-sdk/client-lambda";
import { invalidParameter, notSupported } from "../errors.ts";
import { readError } from "./error-object.ts";
import type { EventDraft, OperationRecord, OperationStatus, OperationType } from "./records.ts";

// LIMIT: AWS's testing libraries: of an update with an error.
const MOST_ERROR_BYTES = 32_768;

const ACTIONS: Readonly<Record<OperationType, readonly string[]>> = {
  STEP: ["START", "SUCCEED", "FAIL", "RETRY"],
  CONTEXT: ["START", "SUCCEED", "FAIL"],
  WAIT: ["START", "CANCEL"],
  CALLBACK: ["START", "CANCEL"],
  CHAINED_INVOKE: ["START", "CANCEL"],
  EXECUTION: ["SUCCEED", "FAIL"],
};

/** An operation after an update. Jobs and ids that it needs are made by whoever keeps it. */
export interface Change {
  readonly operation: OperationRecord;
  readonly events: readonly EventDraft[];
}

/** Throws for updates that cannot go together. `isContext` says of an id whether it is an open or closed context's. */
export function requireTogether(updates: readonly OperationUpdate[], isContext: (id: string) => boolean): void {
  const executions = updates.filter(({ Type }) => Type === "EXECUTION");
  if (executions.length > 1) throw invalidParameter("Cannot checkpoint multiple EXECUTION updates.");
  if (executions.length === 1 && updates.at(-1)?.Type !== "EXECUTION")
    throw invalidParameter("EXECUTION checkpoint must be the last update.");
  const seen = new Map<string, OperationUpdate>();
  for (const update of updates) {
    const id = update.Id ?? "";
    const last = seen.get(id);
    if (last !== undefined && !mayFollow(last, update))
      throw invalidParameter("Cannot update the same operation twice in a single request.");
    const parent = update.ParentId;
    const isParent =
      parent === undefined || (seen.has(parent) ? seen.get(parent)?.Type === "CONTEXT" : isContext(parent));
    if (!isParent) throw invalidParameter("Invalid parent operation id.");
    seen.set(id, update);
  }
}

function mayFollow(last: OperationUpdate, next: OperationUpdate): boolean {
  return (last.Type === "STEP" || last.Type === "CONTEXT") && last.Action === "START" && next.Action !== "START";
}

/** The operation after an update; throws for one that its state does not allow. `number` is a new operation's. */
export function applyUpdate(
  update: OperationUpdate,
  current: OperationRecord | undefined,
  number: number,
  nowMs: number,
): Change {
  const { Type: type, Action: action } = update;
  if (type === undefined || !Object.hasOwn(ACTIONS, type)) throw invalidParameter("Invalid operation type.");
  if (current !== undefined && current.type !== type) throw invalidParameter("Invalid operation type.");
  if (update.Error !== undefined && Buffer.byteLength(JSON.stringify(update.Error)) > MOST_ERROR_BYTES)
    throw invalidParameter(`Error object size must be less than ${MOST_ERROR_BYTES} bytes.`);
  if (action === undefined || !ACTIONS[type].includes(action))
    throw invalidParameter("Invalid action for the given operation type.");
  requireOutcome(update);
  const base = current ?? begin(update, number, nowMs);
  if (type === "STEP") return changeStep(update, current, base, nowMs);
  if (type === "CONTEXT") return changeContext(update, current, base, nowMs);
  return action === "CANCEL" ? cancel(update, current, nowMs) : start(update, current, base, nowMs);
}

function requireOutcome({ Action: action, Payload: payload, Error: error }: OperationUpdate): void {
  if (action === "FAIL" && payload !== undefined) throw invalidParameter("Cannot provide a Payload for FAIL action.");
  if (action === "SUCCEED" && error !== undefined)
    throw invalidParameter("Cannot provide an Error for SUCCEED action.");
}

function begin(update: OperationUpdate, number: number, nowMs: number): OperationRecord {
  const { Id: id = "", ParentId: parentId, Name: name, SubType: subType, Type: type = "STEP" } = update;
  return {
    v: 1,
    number,
    id,
    type,
    ...(subType === undefined ? {} : { subType }),
    ...(name === undefined ? {} : { name }),
    ...(parentId === undefined ? {} : { parentId }),
    status: "STARTED",
    startedAtMs: nowMs,
  };
}

function changeStep(
  update: OperationUpdate,
  current: OperationRecord | undefined,
  base: OperationRecord,
  nowMs: number,
): Change {
  const { Action: action, Payload: payload } = update;
  const status = current?.status;
  const isOpen = status === undefined || status === "STARTED" || status === "READY";
  if (action === "START") {
    if (status !== undefined && status !== "READY") throw invalidParameter("Invalid current STEP state to start.");
    const { dueAtMs: _dueAtMs, dueJob: _dueJob, ...rest } = base;
    return { operation: { ...rest, status: "STARTED" }, events: [{ type: "StepStarted", details: {} }] };
  }
  const attempts = (base.attempts ?? 0) + 1;
  if (action === "RETRY") {
    if (!isOpen) throw invalidParameter("Invalid current STEP state to re-attempt.");
    const delaySeconds = update.StepOptions?.NextAttemptDelaySeconds;
    if (delaySeconds === undefined) throw invalidParameter("Invalid StepOptions for the given action.");
    if (update.Error !== undefined && payload !== undefined)
      throw invalidParameter("Cannot provide both error and payload to RETRY a STEP.");
    const { result: _result, error: _error, ...rest } = base;
    const outcome = readOutcome(update);
    return {
      operation: { ...rest, ...outcome, status: "PENDING", attempts, dueAtMs: nowMs + delaySeconds * 1000 },
      // AWS's testing libraries: a retry that brings a payload, and no error, is a condition that does not hold yet.
      events: [
        {
          type: update.Error === undefined ? "StepSucceeded" : "StepFailed",
          details: { ...eventOutcome(update), attempt: attempts, delaySeconds },
        },
      ],
    };
  }
  if (!isOpen) throw invalidParameter("Invalid current STEP state to close.");
  return {
    operation: { ...close(update, base, nowMs), attempts },
    events: [
      {
        type: action === "SUCCEED" ? "StepSucceeded" : "StepFailed",
        details: { ...eventOutcome(update), attempt: attempts },
      },
    ],
  };
}

function changeContext(
  update: OperationUpdate,
  current: OperationRecord | undefined,
  base: OperationRecord,
  nowMs: number,
): Change {
  const replaysChildren = update.ContextOptions?.ReplayChildren ?? base.replaysChildren;
  const options = replaysChildren === undefined ? {} : { replaysChildren };
  if (update.Action === "START") {
    if (current !== undefined) throw invalidParameter("Cannot start a CONTEXT that already exist.");
    return { operation: { ...base, ...options }, events: [{ type: "ContextStarted", details: {} }] };
  }
  if (current !== undefined && current.status !== "STARTED")
    throw invalidParameter("Invalid current CONTEXT state to close.");
  return {
    operation: { ...close(update, base, nowMs), ...options },
    events: [
      { type: update.Action === "SUCCEED" ? "ContextSucceeded" : "ContextFailed", details: eventOutcome(update) },
    ],
  };
}

/** Begins a wait, a callback, or the call of another function. */
function start(
  update: OperationUpdate,
  current: OperationRecord | undefined,
  base: OperationRecord,
  nowMs: number,
): Change {
  if (current !== undefined) throw invalidParameter(`Cannot start ${nounOf(base.type)} that already exist.`);
  if (base.type === "WAIT") {
    const seconds = update.WaitOptions?.WaitSeconds;
    if (seconds === undefined) throw invalidParameter("Invalid WaitOptions for the given action.");
    const dueAtMs = nowMs + seconds * 1000;
    return {
      operation: { ...base, seconds, dueAtMs },
      events: [{ type: "WaitStarted", details: { seconds, endsAtMs: dueAtMs } }],
    };
  }
  if (base.type === "CALLBACK") {
    // AWS: CallbackOptions: "If not specified or set to 0" there is none.
    const seconds = update.CallbackOptions?.TimeoutSeconds ?? 0;
    const heartbeatSeconds = update.CallbackOptions?.HeartbeatTimeoutSeconds ?? 0;
    const beats = heartbeatSeconds === 0 ? {} : { heartbeatSeconds };
    const limit = seconds === 0 ? {} : { seconds };
    return {
      operation: { ...base, ...limit, ...beats, ...(seconds === 0 ? {} : { dueAtMs: nowMs + seconds * 1000 }) },
      events: [{ type: "CallbackStarted", details: { ...limit, ...beats } }],
    };
  }
  const functionName = update.ChainedInvokeOptions?.FunctionName;
  if (functionName === undefined) throw invalidParameter("Invalid ChainedInvokeOptions for the given action.");
  if (update.ChainedInvokeOptions?.TenantId !== undefined) throw notSupported("tenant isolation");
  const input = update.Payload;
  return {
    operation: { ...base, functionName, ...(input === undefined ? {} : { input }) },
    events: [
      { type: "ChainedInvokeStarted", details: { functionName, ...(input === undefined ? {} : { payload: input }) } },
    ],
  };
}

function cancel(update: OperationUpdate, current: OperationRecord | undefined, nowMs: number): Change {
  if (current?.status !== "STARTED")
    throw invalidParameter(
      `Cannot cancel ${nounOf(update.Type ?? "WAIT")} that does not exist or has already completed.`,
    );
  const error = update.Error === undefined ? {} : { error: readError(update.Error) };
  return {
    operation: { ...current, status: "CANCELLED", endedAtMs: nowMs },
    // AWS: EventType: of waits alone the history tells that they were cancelled.
    events: current.type === "WAIT" ? [{ type: "WaitCancelled", details: error }] : [],
  };
}

function nounOf(type: OperationType): string {
  return type === "CHAINED_INVOKE" ? "an INVOKE" : `a ${type}`;
}

function close(update: OperationUpdate, base: OperationRecord, nowMs: number): OperationRecord {
  const { result: _result, error: _error, dueAtMs: _dueAtMs, dueJob: _dueJob, ...rest } = base;
  const status: OperationStatus = update.Action === "SUCCEED" ? "SUCCEEDED" : "FAILED";
  return { ...rest, ...readOutcome(update), status, endedAtMs: nowMs };
}

function readOutcome({ Payload: payload, Error: error }: OperationUpdate): Pick<OperationRecord, "result" | "error"> {
  return {
    ...(payload === undefined ? {} : { result: payload }),
    ...(error === undefined ? {} : { error: readError(error) }),
  };
}

function eventOutcome(update: OperationUpdate): EventDraft["details"] {
  const { result, error } = readOutcome(update);
  return { ...(result === undefined ? {} : { payload: result }), ...(error === undefined ? {} : { error }) };
}

/** Whether an operation waits for something that is not the function. */
export function isWaiting({ type, status }: OperationRecord): boolean {
  if (type === "STEP") return status === "PENDING";
  return status === "STARTED" && (type === "WAIT" || type === "CALLBACK" || type === "CHAINED_INVOKE");
}

/** How another operation's or an outside event ended what was waited for. */
export type Ending =
  | { readonly status: "SUCCEEDED"; readonly result?: string }
  | { readonly status: "FAILED" | "TIMED_OUT" | "STOPPED"; readonly error?: NonNullable<OperationRecord["error"]> };

/** A wait that is over, a callback that came, a called function that ended; a step that may try again. */
export function endWaiting(operation: OperationRecord, ending: Ending, nowMs: number): Change {
  const { dueJob: _dueJob, heartbeatJob: _heartbeatJob, ...rest } = operation;
  if (operation.type === "STEP") return { operation: { ...rest, status: "READY" }, events: [] };
  const { status, ...outcome } = ending;
  const details = {
    ...("result" in outcome && outcome.result !== undefined ? { payload: outcome.result } : {}),
    ...("error" in outcome && outcome.error !== undefined ? { error: outcome.error } : {}),
    ...(operation.type === "WAIT" && operation.seconds !== undefined ? { seconds: operation.seconds } : {}),
  };
  return {
    operation: { ...rest, ...outcome, status, endedAtMs: nowMs },
    events: [{ type: endingEvent(operation.type, status), details }],
  };
}

function endingEvent(type: OperationType, status: Ending["status"]): EventDraft["type"] {
  const ended = { SUCCEEDED: "Succeeded", FAILED: "Failed", TIMED_OUT: "TimedOut", STOPPED: "Stopped" } as const;
  if (type === "WAIT") return "WaitSucceeded";
  if (type === "CHAINED_INVOKE") return `ChainedInvoke${ended[status]}`;
  return `Callback${status === "STOPPED" ? "Failed" : ended[status]}`;
}
