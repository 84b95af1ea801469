// Executions, operations and events in AWS's shapes. Pure.

import type { Event, EventError, EventResult, Execution, Operation } from "@aws-sdk/client-lambda";
import { functionArn } from "../names.ts";
import { describeError } from "./error-object.ts";
import { executionArn } from "./names.ts";
import type {
  ErrorRecord,
  EventDetails,
  EventRecord,
  ExecutionRecord,
  ExecutionReference,
  OperationRecord,
} from "./records.ts";

/** An operation whose times are of another form: functions get them as milliseconds. */
type Timed<T> = { [K in keyof T]: T[K] extends Date | undefined ? unknown : T[K] };

/** What lists and GetDurableExecution have in common. */
export function describeExecution(reference: ExecutionReference, record: ExecutionRecord): Execution {
  return {
    DurableExecutionArn: executionArn(reference, record),
    DurableExecutionName: record.name,
    // AWS: the example of the status change event: the ARN of the version that runs.
    FunctionArn: functionArn(reference.scope, reference.functionName, record.version),
    Status: record.status,
    StartTimestamp: new Date(record.startedAtMs),
    ...(record.endedAtMs === undefined ? {} : { EndTimestamp: new Date(record.endedAtMs) }),
  };
}

/** An operation as the API gives it. */
export function describeOperation(operation: OperationRecord): Operation {
  return withTimes(operation, (ms) => new Date(ms)) as Operation;
}

/** An operation as the function's event has it. AWS: its official SDKs read milliseconds there. */
export function operationForEvent(operation: OperationRecord): unknown {
  return withTimes(operation, (ms) => ms);
}

function withTimes(operation: OperationRecord, time: (ms: number) => unknown): Timed<Operation> {
  const { id, parentId, name, type, subType, startedAtMs, endedAtMs, status } = operation;
  return {
    Id: id,
    ...(parentId === undefined ? {} : { ParentId: parentId }),
    ...(name === undefined ? {} : { Name: name }),
    Type: type,
    ...(subType === undefined ? {} : { SubType: subType }),
    StartTimestamp: time(startedAtMs),
    ...(endedAtMs === undefined ? {} : { EndTimestamp: time(endedAtMs) }),
    Status: status,
    ...detailsOf(operation, time),
  };
}

function detailsOf(operation: OperationRecord, time: (ms: number) => unknown): object {
  const { type, status, input, result, error, replaysChildren, attempts, dueAtMs, callbackId } = operation;
  const outcome = {
    ...(result === undefined ? {} : { Result: result }),
    ...(error === undefined ? {} : { Error: describeError(error) }),
  };
  if (type === "EXECUTION") return { ExecutionDetails: { InputPayload: input ?? "" } };
  if (type === "CONTEXT")
    return {
      ContextDetails: { ...(replaysChildren === undefined ? {} : { ReplayChildren: replaysChildren }), ...outcome },
    };
  if (type === "STEP") {
    // AWS: StepDetails: "Only populated when the step is in a pending state".
    const next = status === "PENDING" && dueAtMs !== undefined ? { NextAttemptTimestamp: time(dueAtMs) } : {};
    return { StepDetails: { Attempt: attempts ?? 0, ...next, ...outcome } };
  }
  if (type === "WAIT") return { WaitDetails: dueAtMs === undefined ? {} : { ScheduledEndTimestamp: time(dueAtMs) } };
  if (type === "CALLBACK")
    return { CallbackDetails: { ...(callbackId === undefined ? {} : { CallbackId: callbackId }), ...outcome } };
  return { ChainedInvokeDetails: outcome };
}

/** An event of the history; payloads only where they are wanted. */
export function describeEvent({ number, type, atMs, operation, details }: EventRecord, wantsData: boolean): Event {
  return {
    EventType: type,
    EventId: number,
    EventTimestamp: new Date(atMs),
    ...(operation === undefined
      ? {}
      : {
          Id: operation.id,
          ...(operation.name === undefined ? {} : { Name: operation.name }),
          ...(operation.subType === undefined ? {} : { SubType: operation.subType }),
          ...(operation.parentId === undefined ? {} : { ParentId: operation.parentId }),
        }),
    [`${type}Details`]: eventDetails(type, details, wantsData),
  };
}

function eventDetails(type: EventRecord["type"], details: EventDetails, wantsData: boolean): object {
  const { payload, error, attempt = 0, delaySeconds, seconds, endsAtMs } = details;
  switch (type) {
    case "ExecutionStarted":
      return { Input: dataOf(payload, wantsData), ExecutionTimeout: seconds };
    case "StepSucceeded":
    case "StepFailed":
      return {
        ...(type === "StepFailed" ? { Error: errorOf(error, wantsData) } : { Result: dataOf(payload, wantsData) }),
        RetryDetails: {
          CurrentAttempt: attempt,
          ...(delaySeconds === undefined ? {} : { NextAttemptDelaySeconds: delaySeconds }),
        },
      };
    case "WaitStarted":
      return { Duration: seconds, ScheduledEndTimestamp: new Date(endsAtMs ?? 0) };
    case "WaitSucceeded":
      return { Duration: seconds };
    case "CallbackStarted":
      return {
        CallbackId: details.callbackId,
        ...(seconds === undefined ? {} : { Timeout: seconds }),
        ...(details.heartbeatSeconds === undefined ? {} : { HeartbeatTimeout: details.heartbeatSeconds }),
      };
    case "ChainedInvokeStarted":
      return {
        FunctionName: details.functionName,
        Input: dataOf(payload, wantsData),
        ...(details.executedVersion === undefined ? {} : { ExecutedVersion: details.executedVersion }),
        ...(details.executionArn === undefined ? {} : { DurableExecutionArn: details.executionArn }),
      };
    case "InvocationCompleted":
      return {
        StartTimestamp: new Date(details.startedAtMs ?? 0),
        EndTimestamp: new Date(endsAtMs ?? 0),
        RequestId: details.requestId,
        ...(error === undefined ? {} : { Error: errorOf(error, wantsData) }),
      };
    case "ContextStarted":
    case "StepStarted":
      return {};
    case "WaitCancelled":
      return error === undefined ? {} : { Error: errorOf(error, wantsData) };
    case "ExecutionSucceeded":
    case "ContextSucceeded":
    case "CallbackSucceeded":
    case "ChainedInvokeSucceeded":
      return { Result: dataOf(payload, wantsData) };
    default:
      return { Error: errorOf(error, wantsData) };
  }
}

function dataOf(payload: string | undefined, wantsData: boolean): EventResult {
  if (!wantsData) return {};
  return { ...(payload === undefined ? {} : { Payload: payload }), Truncated: false };
}

function errorOf(error: ErrorRecord | undefined, wantsData: boolean): EventError {
  return wantsData ? { Payload: describeError(error ?? {}), Truncated: false } : {};
}
