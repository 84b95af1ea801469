// Changes of one execution inside one transaction: its record is written once, with all that was counted on the way.

import type { YardContext } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { executionArn } from "./names.ts";
import type {
  EventDraft,
  ExecutionRecord,
  ExecutionReference,
  OperationRecord,
  OperationReference,
} from "./records.ts";
import { loadExecution, loadOperation, saveEvent, saveExecution, saveOperation } from "./repo.ts";
import { type Change, isWaiting } from "./transitions.ts";

export const INVOKE_KIND = "lambda/durable-invoke";
export const TIMER_KIND = "lambda/durable-timer";
export const CHAINED_KIND = "lambda/durable-chained";

/** What a timer's job ends. */
export interface TimerPayload extends OperationReference {
  readonly ends: "waiting" | "heartbeat" | "execution" | "retention";
}

/** The invocation that a job runs. */
export interface InvokePayload extends ExecutionReference {
  readonly number: number;
}

/** One execution under change. Nothing of it is kept before `save`. */
export class ExecutionEdit {
  readonly reference: ExecutionReference;
  readonly #yard: YardContext;
  readonly #tx: WriteTx;
  #record: ExecutionRecord;

  constructor(yard: YardContext, tx: WriteTx, reference: ExecutionReference, record: ExecutionRecord) {
    this.#yard = yard;
    this.#tx = tx;
    this.reference = reference;
    this.#record = record;
  }

  /** The execution as it is kept; undefined if it is gone. */
  static load(yard: YardContext, tx: WriteTx, reference: ExecutionReference): ExecutionEdit | undefined {
    const record = loadExecution(tx, reference);
    return record === undefined ? undefined : new ExecutionEdit(yard, tx, reference, record);
  }

  get record(): ExecutionRecord {
    return this.#record;
  }

  get arn(): string {
    return executionArn(this.reference, this.#record);
  }

  /** Changes the record; members that are undefined go. */
  patch(changes: { readonly [K in keyof ExecutionRecord]?: ExecutionRecord[K] | undefined }): void {
    const merged = Object.entries({ ...this.#record, ...changes }).filter(([, value]) => value !== undefined);
    this.#record = Object.fromEntries(merged) as unknown as ExecutionRecord;
  }

  /** Adds an event to the history, and gives its number. */
  tell({ type, details }: EventDraft, operation?: OperationRecord): number {
    const number = this.#record.events + 1;
    const of = operation === undefined ? {} : { operation: subjectOf(operation) };
    saveEvent(this.#tx, this.reference, { v: 1, number, type, atMs: this.#yard.clock.nowMs(), ...of, details });
    this.patch({ events: number, writtenBytes: this.#record.writtenBytes + sizeOf(details) });
    return number;
  }

  /** Keeps an operation after a change, with the jobs that it needs, and tells of it. Gives it as it is kept. */
  apply({ operation: changed, events }: Change): OperationRecord {
    const { number } = changed;
    const before = loadOperation(this.#tx, this.reference, number);
    let operation = changed;
    for (const event of events) {
      const eventNumber = this.tell(this.#complete(event, changed), changed);
      if (before === undefined && operation.startedEvent === undefined)
        operation = { ...operation, startedEvent: eventNumber };
    }
    operation = this.#schedule(operation, before);
    saveOperation(this.#tx, this.reference, operation);
    const waits = Number(isWaiting(operation)) - Number(before !== undefined && isWaiting(before));
    this.patch({
      waiting: this.#record.waiting + waits,
      operations: Math.max(this.#record.operations, number + 1),
      changed: this.#record.changed.includes(number) ? this.#record.changed : [...this.#record.changed, number],
    });
    return operation;
  }

  /** A callback's event tells its id, which is made with it. */
  #complete(event: EventDraft, { callbackId }: OperationRecord): EventDraft {
    return event.type === "CallbackStarted" && callbackId !== undefined
      ? { ...event, details: { ...event.details, callbackId } }
      : event;
  }

  /** Takes back what nobody waits for any more, and sets what ends the waiting. */
  #schedule(operation: OperationRecord, before: OperationRecord | undefined): OperationRecord {
    const wasWaiting = before !== undefined && isWaiting(before);
    if (wasWaiting && !isWaiting(operation)) {
      for (const job of [before.dueJob, before.heartbeatJob])
        if (job !== undefined) this.#yard.jobs.cancel(this.#tx, job);
      return operation;
    }
    if (wasWaiting || !isWaiting(operation)) return operation;
    if (operation.type === "CHAINED_INVOKE") {
      this.#enqueue(CHAINED_KIND, { ...this.reference, operation: operation.number });
      return operation;
    }
    return {
      ...operation,
      ...(operation.dueAtMs === undefined
        ? {}
        : { dueJob: this.timer("waiting", operation.dueAtMs, operation.number) }),
      ...(operation.heartbeatSeconds === undefined ? {} : { heartbeatJob: this.heartbeat(operation) }),
    };
  }

  /** Sets a timer, and gives its job's id. */
  timer(ends: TimerPayload["ends"], dueAtMs: number, operation = 0): string {
    const payload: TimerPayload = { ...this.reference, operation, ends };
    return this.#enqueue(TIMER_KIND, payload, dueAtMs);
  }

  /** Sets the time by which a callback's next heartbeat must come. */
  heartbeat({ heartbeatSeconds = 0, number }: OperationRecord): string {
    return this.timer("heartbeat", this.#yard.clock.nowMs() + heartbeatSeconds * 1000, number);
  }

  /** Has the function invoked, unless an invocation is due or runs: that one will see all there is to see. */
  wake(atMs?: number): void {
    if (this.#record.status !== "RUNNING" || this.#record.invocation !== undefined) return;
    const number = this.#record.invocations + 1;
    const payload: InvokePayload = { ...this.reference, number };
    this.#enqueue(INVOKE_KIND, payload, atMs);
    this.patch({ invocations: number, invocation: { number, isRunning: false } });
  }

  #enqueue(kind: string, payload: object, dueAtMs?: number): string {
    const { account, region } = this.reference.scope;
    return this.#yard.jobs.enqueue(this.#tx, {
      account,
      region,
      kind,
      payload,
      ...(dueAtMs === undefined ? {} : { dueAtMs }),
    });
  }

  save(): void {
    saveExecution(this.#tx, this.reference, this.#record);
  }
}

function subjectOf({
  id,
  name,
  subType,
  parentId,
}: OperationRecord): Pick<OperationRecord, "id" | "name" | "subType" | "parentId"> {
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(subType === undefined ? {} : { subType }),
    ...(parentId === undefined ? {} : { parentId }),
  };
}

function sizeOf({ payload, error }: EventDraft["details"]): number {
  return (payload?.length ?? 0) + (error === undefined ? 0 : JSON.stringify(error).length);
}
