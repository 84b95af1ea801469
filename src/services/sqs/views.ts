// A queue's messages, seen without receiving them.

import type { View } from "../../service/view.ts";
import type { MessageRecord } from "./records.ts";
import { ContentReader, loadQueue } from "./repo.ts";

/** All messages of a queue in the order sent, each with its state. Bodies that KMS encrypted stay closed. */
export const messages: View = (tx, scope, { resource, nowMs }) => {
  const queue = loadQueue(tx, scope, resource);
  if (queue === undefined) return undefined;
  return map(new ContentReader(tx, scope, queue.contentId).messages(), (message) => show(message, nowMs));
};

function show(message: MessageRecord, nowMs: number): object {
  const { id, body, sealed, sentAtMs, visibleAtMs, receiveCount, receivedAtMs, groupId, deadLetterSourceArn } = message;
  const isVisible = visibleAtMs <= nowMs;
  return {
    messageId: id,
    ...(sealed === undefined ? { body } : { isEncrypted: true }),
    state: isVisible ? "visible" : receivedAtMs === undefined ? "delayed" : "in-flight",
    sentAtMs,
    ...(isVisible ? {} : { visibleAtMs }),
    receiveCount,
    ...(groupId === undefined ? {} : { groupId }),
    ...(deadLetterSourceArn === undefined ? {} : { deadLetterSourceArn }),
  };
}

function* map<T, U>(items: Iterable<T>, change: (item: T) => U): Generator<U> {
  for (const item of items) yield change(item);
}
