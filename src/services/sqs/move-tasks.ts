// Tasks that move a dead-letter queue's messages on: their handles, and the job that moves, portion by portion.

import type { Context, Scope, YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import { countMessages, Delivery } from "./delivery.ts";
import type { NewMessage } from "./delivery.ts";
import { invalidParameterValue, resourceNotFound } from "./errors.ts";
import { findQueue, findQueueByArn } from "./queues.ts";
import type { Queue } from "./queues.ts";
import type { MessageRecord, MoveTaskRecord } from "./records.ts";
import { Content, ContentReader, listQueues, loadMoveTask, saveMoveTask } from "./repo.ts";
import { readSettings } from "./queue.ts";
import { wake } from "./wake.ts";

// LIMIT: messages moved in one transaction where no rate is given, and the pause in which requests get their turn.
const PORTION = 100;
const PAUSE_MS = 10;

/** The queue whose messages are to be moved; throws as AWS does for what is not there. */
export function requireQueueOf(context: Context, arn: string, parameter: "SourceArn" | "DestinationArn"): Queue {
  const queue = findQueueByArn(context.store, arn);
  if (queue === undefined)
    throw resourceNotFound(`The resource that you specified for the ${parameter} parameter doesn't exist.`);
  return queue;
}

/** Throws unless the queue takes the dead letters of another one. */
export function requireDeadLetterQueue(context: Context, queue: Queue): void {
  const isOne = context.store.read((tx) => {
    for (const record of listQueues(tx, queue.scope))
      if (readSettings(record).redrive?.deadLetterTargetArn === queue.arn) return true;
    return false;
  });
  if (!isOne) throw invalidParameterValue("Source queue must be configured as a Dead Letter Queue.");
}

/** What could be moved now. */
export function countMovable(context: Context, queue: Queue): number {
  const nowMs = context.clock.nowMs();
  return context.store.read(
    (tx) => countMessages(new ContentReader(tx, queue.scope, queue.record.contentId), nowMs).ready,
  );
}

/** A handle names the task and its queue, as AWS's does. */
export function formatTaskHandle(sourceArn: string, taskId: string): string {
  return Buffer.from(JSON.stringify({ taskId, sourceArn })).toString("base64");
}

/** What a handle names; throws for texts that are none. */
export function parseTaskHandle(handle: string): { readonly taskId: string; readonly sourceArn: string } {
  try {
    const value = JSON.parse(Buffer.from(handle, "base64").toString()) as Record<string, unknown>;
    const { taskId, sourceArn } = value;
    if (typeof taskId === "string" && typeof sourceArn === "string") return { taskId, sourceArn };
  } catch {
    // Answered below, like a handle of the wrong form.
  }
  throw invalidParameterValue("Value for parameter TaskHandle is invalid.");
}

/** What the job of a task knows. */
export interface MovePayload {
  readonly sourceName: string;
  readonly taskId: string;
}

export const moveJob: JobHandler = {
  kind: "sqs/move",
  async run(job, yard) {
    const { sourceName, taskId } = job.payload as MovePayload;
    const task = movePortion(yard, job, sourceName, taskId);
    if (task?.status !== "RUNNING") return "done";
    return { retryAtMs: yard.clock.nowMs() + (task.maxMessagesPerSecond === undefined ? PAUSE_MS : 1_000) };
  },
};

// Moves what one run may move; gives the task as it is then.
function movePortion(yard: YardContext, scope: Scope, sourceName: string, taskId: string): MoveTaskRecord | undefined {
  const source = findQueue(yard.store, scope, sourceName);
  const nowMs = yard.clock.nowMs();
  const touched = new Map<string, { queue: Queue; delivery: Delivery }>();
  const task = yard.store.write((tx) => {
    const current = loadMoveTask(tx, scope, sourceName, taskId);
    if (current?.status !== "RUNNING") return current;
    if (source === undefined) return fail(current, NO_QUEUE);
    const open = (queue: Queue): Delivery => {
      const known = touched.get(queue.arn);
      if (known !== undefined) return known.delivery;
      const content = new Content(tx, queue.scope, queue.record.contentId);
      const delivery = new Delivery(content, queue.settings.isFifo);
      touched.set(queue.arn, { queue, delivery });
      return delivery;
    };
    const next = moveMessages(yard, current, source, open, nowMs);
    for (const { delivery } of touched.values()) delivery.finish();
    saveMoveTask(tx, scope, next);
    return next;

    function fail(failed: MoveTaskRecord, failureReason: string): MoveTaskRecord {
      const record: MoveTaskRecord = { ...failed, status: "FAILED", failureReason };
      saveMoveTask(tx, scope, record);
      return record;
    }
  });
  for (const { queue, delivery } of touched.values()) wake(yard, queue, delivery);
  return task;
}

// AWS: the reasons that ListMessageMoveTasks shows.
const NO_QUEUE = "AWS.SimpleQueueService.NonExistentQueue";
const NO_SOURCE = "CouldNotDetermineMessageSource";

function moveMessages(
  yard: YardContext,
  task: MoveTaskRecord,
  source: Queue,
  open: (queue: Queue) => Delivery,
  nowMs: number,
): MoveTaskRecord {
  const from = open(source);
  from.tidy(nowMs, source.settings.retentionMs);
  let { moved } = task;
  for (let left = task.maxMessagesPerSecond ?? PORTION; left > 0; left -= 1) {
    const message = from.first();
    if (message === undefined || moved >= task.toMove) return { ...task, moved, status: "COMPLETED" };
    const targetArn = task.destinationArn ?? message.deadLetterSourceArn;
    const target = targetArn === undefined ? undefined : findQueueByArn(yard.store, targetArn);
    if (target === undefined)
      return { ...task, moved, status: "FAILED", failureReason: targetArn === undefined ? NO_SOURCE : NO_QUEUE };
    from.remove(message, nowMs);
    open(target).add(asNew(message, yard.random.uuid(), nowMs), nowMs, nowMs);
    moved += 1;
  }
  return { ...task, moved };
}

// AWS: "Redriven messages are considered new messages with a new messageID, enqueueTime, and retention period."
function asNew(message: MessageRecord, id: string, nowMs: number): NewMessage {
  const { body, sealed, bodyMd5, senderId, attributes, traceHeader, groupId, deduplicationId } = message;
  return {
    id,
    body,
    bodyMd5,
    senderId,
    sentAtMs: nowMs,
    receiveCount: 0,
    receiveCountHere: 0,
    ...(sealed === undefined ? {} : { sealed }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(traceHeader === undefined ? {} : { traceHeader }),
    ...(groupId === undefined ? {} : { groupId }),
    ...(deduplicationId === undefined ? {} : { deduplicationId }),
  };
}
