// What the store keeps of durable executions: the execution, its operations, and the events of its history.

import type {
  EventType,
  ExecutionStatus as AwsExecutionStatus,
  OperationStatus as AwsOperationStatus,
  OperationType as AwsOperationType,
} from "@aws-sdk/client-lambda";
import type { Scope } from "../../../service/context.ts";

export type ExecutionStatus = AwsExecutionStatus;
export type OperationStatus = AwsOperationStatus;
export type OperationType = AwsOperationType;

/** Which execution: its id is the last part of its ARN. */
export interface ExecutionReference {
  readonly scope: Scope;
  readonly functionName: string;
  readonly id: string;
}

/** An operation that waits for something. */
export interface OperationReference extends ExecutionReference {
  readonly operation: number;
}

/** AWS: ErrorObject. */
export interface ErrorRecord {
  readonly type?: string;
  readonly message?: string;
  readonly data?: string;
  readonly stack?: readonly string[];
}

/** One durable execution. What may be large (input, result, error) is in its first operation. */
export interface ExecutionRecord {
  readonly v: 1;
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** As the invocation named it: a version, an alias or "$LATEST". */
  readonly qualifier: string;
  readonly status: ExecutionStatus;
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  readonly timeoutSeconds: number;
  readonly retentionDays: number;
  readonly traceId?: string;
  /** Started by an event: what fails goes to the function's dead-letter queue. */
  readonly isAsynchronous: boolean;
  /** The operation of another execution that waits for this one. */
  readonly parent?: { readonly functionName: string; readonly id: string; readonly operation: number };
  /** How many operations and events there are, and what they take. */
  readonly operations: number;
  readonly events: number;
  readonly writtenBytes: number;
  /** Operations that wait: for a time, a callback, or another function. */
  readonly waiting: number;
  /** Operations whose change the function has not been told. */
  readonly changed: readonly number[];
  /** The invocation that is due or runs; invocations are numbered from 1. */
  readonly invocation?: { readonly number: number; readonly isRunning: boolean };
  readonly invocations: number;
  /** Invocations in a row that failed. */
  readonly failures: number;
  /** What the invocation under way must show with its next checkpoint. */
  readonly token?: string;
  /** The checkpoint that `token` answered, in case it comes again. */
  readonly lastCheckpoint?: CheckpointRecord;
  readonly timeoutJob: string;
}

export interface CheckpointRecord {
  readonly clientToken: string;
  /** The token that it came with. */
  readonly token: string;
  readonly changed: readonly number[];
  readonly atMs: number;
}

/** A step, a wait, a callback, a context, the call of another function; or, with number 0, the execution itself. */
export interface OperationRecord {
  readonly v: 1;
  readonly number: number;
  readonly id: string;
  readonly type: OperationType;
  readonly subType?: string;
  readonly name?: string;
  readonly parentId?: string;
  readonly status: OperationStatus;
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  readonly input?: string;
  readonly result?: string;
  readonly error?: ErrorRecord;
  /** Contexts: the states of what is in it are shown even when it is complete. */
  readonly replaysChildren?: boolean;
  /** Steps: attempts that have ended. */
  readonly attempts?: number;
  /** Steps and waits: until when. */
  readonly dueAtMs?: number;
  readonly seconds?: number;
  readonly callbackId?: string;
  readonly heartbeatSeconds?: number;
  /** Chained invokes. */
  readonly functionName?: string;
  /** Of the event that tells of its beginning. */
  readonly startedEvent?: number;
  /** Jobs that its end makes needless. */
  readonly dueJob?: string;
  readonly heartbeatJob?: string;
}

/** One event of the history. */
export interface EventRecord {
  readonly v: 1;
  readonly number: number;
  readonly type: EventType;
  readonly atMs: number;
  readonly operation?: Pick<OperationRecord, "id" | "name" | "subType" | "parentId">;
  readonly details: EventDetails;
}

/** What events tell; which of it, is a matter of the type. */
export interface EventDetails {
  readonly payload?: string;
  readonly error?: ErrorRecord;
  readonly attempt?: number;
  readonly delaySeconds?: number;
  readonly seconds?: number;
  readonly endsAtMs?: number;
  readonly callbackId?: string;
  readonly heartbeatSeconds?: number;
  readonly functionName?: string;
  readonly executedVersion?: string;
  readonly executionArn?: string;
  readonly startedAtMs?: number;
  readonly requestId?: string;
}

export type EventDraft = Pick<EventRecord, "type" | "details">;
