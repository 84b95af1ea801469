// Messages that a consumer holds: finding them by receipt handle, deleting them, changing their visibility.

import type { Context } from "../../service/context.ts";
import { writeSoon } from "../../store/write-soon.ts";
import { LIMITS } from "./constraints.ts";
import { Delivery } from "./delivery.ts";
import {
  invalidParameter,
  noVisibilityToChange,
  receiptHandleExpired,
  receiptHandleIsInvalid,
  totalVisibilityExceeded,
} from "./errors.ts";
import { countDeleted } from "./metrics.ts";
import { requireCurrent } from "./queues.ts";
import type { Queue } from "./queues.ts";
import { parseReceiptHandle } from "./receipt-handle.ts";
import { Content } from "./repo.ts";
import type { ReceiptHandle } from "./receipt-handle.ts";
import { wake } from "./wake.ts";

/** One queue's messages in one transaction, for operations that take receipt handles. */
export interface Received {
  delete(receiptHandle: string): void;
  changeVisibility(receiptHandle: string, visibilityTimeout: number): void;
}

/** Runs `work` in one transaction, then wakes those who wait for what it made receivable. */
export async function withReceived<T>(context: Context, queue: Queue, work: (received: Received) => T): Promise<T> {
  const { result, delivery, deleted } = await writeSoon(context.store, (tx) => {
    const current = requireCurrent(context.store, queue);
    const content = new Content(tx, current.scope, current.record.contentId);
    const delivery = new Delivery(content, queue.settings.isFifo);
    let deleted = 0;
    const received: Received = {
      delete: (handle) => {
        if (deleteMessage(content, delivery, current, handle, context.clock.nowMs())) deleted += 1;
      },
      changeVisibility: (handle, timeout) =>
        changeVisibility(content, delivery, current, handle, timeout, context.clock.nowMs()),
    };
    const result = work(received);
    delivery.finish();
    return { result, delivery, deleted };
  });
  for (let at = 0; at < deleted; at += 1) countDeleted(context, queue);
  wake(context, queue, delivery);
  return result;
}

/** True if there was something to delete. */
function deleteMessage(content: Content, delivery: Delivery, queue: Queue, text: string, nowMs: number): boolean {
  const handle = requireHandle(text);
  const message = handle.contentId === queue.record.contentId ? content.message(handle.seq) : undefined;
  // AWS: deleting a message that is gone succeeds.
  if (message === undefined) return false;
  const isCurrent = message.receiveToken === handle.receiveToken && message.visibleAtMs > nowMs;
  // AWS: a FIFO queue refuses the handle of a receive whose visibility timeout is over; a standard queue takes it.
  if (queue.settings.isFifo && !isCurrent) throw receiptHandleExpired(text);
  delivery.remove(message, nowMs);
  return true;
}

function changeVisibility(
  content: Content,
  delivery: Delivery,
  queue: Queue,
  text: string,
  visibilityTimeout: number,
  nowMs: number,
): void {
  requireVisibilityTimeout(visibilityTimeout);
  const handle = requireHandle(text);
  const message = handle.contentId === queue.record.contentId ? content.message(handle.seq) : undefined;
  const isExpired = message !== undefined && message.visibleAtMs <= nowMs;
  if (message === undefined || message.receiveToken !== handle.receiveToken || (isExpired && queue.settings.isFifo))
    throw noVisibilityToChange(text);
  const visibleAtMs = nowMs + visibilityTimeout * 1_000;
  // AWS: at most 12 hours from the receive on, however often it is prolonged.
  const heldSeconds = (visibleAtMs - (message.receivedAtMs ?? nowMs)) / 1_000;
  if (heldSeconds > LIMITS.totalVisibilitySeconds) throw totalVisibilityExceeded(visibilityTimeout);
  delivery.changeVisibility(message, visibleAtMs, nowMs);
}

/** AWS: 0 to 43,200 seconds, of ReceiveMessage as of ChangeMessageVisibility. */
export function requireVisibilityTimeout(visibilityTimeout: number): void {
  if (visibilityTimeout >= 0 && visibilityTimeout <= LIMITS.totalVisibilitySeconds) return;
  throw invalidParameter("VisibilityTimeout", visibilityTimeout, "Must be between 0 and 43200, if provided.");
}

function requireHandle(text: string): ReceiptHandle {
  const handle = parseReceiptHandle(text);
  if (handle === undefined) throw receiptHandleIsInvalid(text);
  return handle;
}
