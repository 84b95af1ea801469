// Receives messages from a queue: one try in one transaction, and what long polling makes of several.

import type { Context } from "../../service/context.ts";
import { beginAttempt, repeatAttempt } from "./attempts.ts";
import { LIMITS } from "./constraints.ts";
import { Delivery, mayHaveReceivable } from "./delivery.ts";
import { LockedMessages, openBody, requireUnlocked, unlock } from "./encryption.ts";
import { tooManyInFlight } from "./errors.ts";
import { findQueue, findQueueByArn } from "./queues.ts";
import type { Queue } from "./queues.ts";
import type { MessageRecord } from "./records.ts";
import { Content, ContentReader } from "./repo.ts";
import { queueTopic, wake } from "./wake.ts";
import { writeSoon } from "../../store/write-soon.ts";

export interface ReceiveRequest {
  readonly limit: number;
  readonly visibilityMs: number;
  readonly waitMs: number;
  /** FIFO queues only: the same id within five minutes gets the same messages. */
  readonly attemptId?: string;
}

/** Up to `limit` messages; waits until there is one, the time is over, or the client has gone. */
export async function receiveMessages(
  context: Context,
  queue: Queue,
  request: ReceiveRequest,
): Promise<{ queue: Queue; messages: readonly MessageRecord[] }> {
  const deadlineMs = context.clock.nowMs() + request.waitMs;
  // A repeated attempt may get messages although none is visible.
  let isSure = request.attemptId !== undefined;
  for (let current: Queue | undefined = queue; current !== undefined; current = reload(context, queue)) {
    if (isSure || mayReceive(context, current, request)) {
      isSure = false;
      const messages = await receiveUnlocked(context, current, request);
      if (messages instanceof LockedMessages) {
        await unlock(context, current, messages.bodies);
        isSure = true;
      } else if (messages.length > 0) {
        return { queue: current, messages: messages.map((message) => openBody(context, message)) };
      }
      // Where nothing was received, something was tidied up, or another receive was faster: one looks again.
      continue;
    }
    const leftMs = deadlineMs - context.clock.nowMs();
    if (leftMs <= 0 || context.abort.aborted) break;
    // RACE: nothing is awaited between the look into the store and the wait, so no wake-up is missed.
    await context.signals.wait(queueTopic(queue.arn), leftMs, context.abort);
    if (context.abort.aborted) break;
  }
  return { queue, messages: [] };
}

/** Whether a transaction would receive something, or tidy something up. False while too many are in flight to hand out more. */
function mayReceive(context: Context, { scope, record, settings }: Queue, { waitMs }: ReceiveRequest): boolean {
  const nowMs = context.clock.nowMs();
  return context.store.read((tx) => {
    const content = new ContentReader(tx, scope, record.contentId);
    if (!mayHaveReceivable(content, nowMs)) return false;
    // AWS: a standard queue says that too many messages are in flight, unless one waits; a FIFO queue hands out nothing.
    return (!settings.isFifo && waitMs === 0) || !isFull(content, nowMs);
  });
}

function isFull(content: ContentReader, nowMs: number): boolean {
  return content.tally().inFlight >= LIMITS.inFlight && content.due(nowMs, 1).next().done === true;
}

function reload(context: Context, queue: Queue): Queue | undefined {
  return findQueue(context.store, queue.scope, queue.record.name);
}

/** What a receive gets now; or what must be unlocked first, and then nothing has happened. */
async function receiveUnlocked(
  context: Context,
  queue: Queue,
  request: ReceiveRequest,
): Promise<readonly MessageRecord[] | LockedMessages> {
  try {
    return await receiveNow(context, queue, request);
  } catch (error) {
    if (error instanceof LockedMessages) return error;
    throw error;
  }
}

/** One try, in a commit that it shares with others of its turn. */
async function receiveNow(context: Context, queue: Queue, request: ReceiveRequest): Promise<readonly MessageRecord[]> {
  const nowMs = context.clock.nowMs();
  const { contentId } = queue.record;
  const { attemptId } = request;
  const { isFifo, retentionMs, redrive } = queue.settings;
  // A dead-letter queue that has been deleted takes nothing: the messages then stay where they are.
  const deadLetterQueue = redrive && findQueueByArn(context.store, redrive.deadLetterTargetArn);
  const result = await writeSoon(context.store, (tx) => {
    // RACE: until the commit the queue may have been purged or deleted.
    if (reload(context, queue)?.record.contentId !== contentId) return undefined;
    const content = new Content(tx, queue.scope, contentId);
    const delivery = new Delivery(content, isFifo);
    delivery.tidy(nowMs, retentionMs);
    const repeated =
      attemptId === undefined
        ? undefined
        : repeatAttempt(content, delivery, attemptId, { nowMs, visibilityMs: request.visibilityMs });
    if (repeated !== undefined) {
      requireUnlocked(context, repeated);
      delivery.finish();
      return { received: repeated, delivery };
    }
    const freeSlots = LIMITS.inFlight - delivery.inFlight;
    // AWS: a standard queue says that too many messages are in flight, a FIFO queue hands out nothing.
    if (freeSlots <= 0 && !isFifo && request.waitMs === 0) throw tooManyInFlight();
    const { received, dead } = delivery.receive({
      nowMs,
      limit: Math.min(request.limit, freeSlots),
      visibilityMs: request.visibilityMs,
      retentionMs,
      newToken: () => context.random.hex(12),
      ...(deadLetterQueue === undefined || redrive === undefined ? {} : { maxReceiveCount: redrive.maxReceiveCount }),
    });
    requireUnlocked(context, received);
    if (attemptId !== undefined) beginAttempt(content, attemptId, received, nowMs);
    delivery.finish();
    if (dead.length === 0 || deadLetterQueue === undefined) return { received, delivery };
    const deadDelivery = new Delivery(
      new Content(tx, deadLetterQueue.scope, deadLetterQueue.record.contentId),
      deadLetterQueue.settings.isFifo,
    );
    for (const message of dead) deadDelivery.add(asDeadLetter(message, queue, nowMs), nowMs, nowMs);
    deadDelivery.finish();
    return { received, delivery, deadDelivery };
  });
  if (result === undefined) return [];
  const { received, delivery, deadDelivery } = result;
  wake(context, queue, delivery);
  if (deadDelivery !== undefined && deadLetterQueue !== undefined) wake(context, deadLetterQueue, deadDelivery);
  return received;
}

// AWS: a dead letter keeps its id; on standard queues also its time of sending, from which retention counts.
function asDeadLetter(
  message: MessageRecord,
  source: Queue,
  nowMs: number,
): Omit<MessageRecord, "v" | "seq" | "visibleAtMs"> {
  const { v: _v, seq: _seq, visibleAtMs: _visibleAtMs, receiveToken: _token, ...kept } = message;
  return {
    ...kept,
    receiveCountHere: 0,
    sentAtMs: source.settings.isFifo ? nowMs : message.sentAtMs,
    deadLetterSourceArn: source.arn,
  };
}
