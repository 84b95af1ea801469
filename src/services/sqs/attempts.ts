// Receives that are tried again: a FIFO queue answers the same ReceiveRequestAttemptId with the same messages.
// AWS: ReceiveMessage, ReceiveRequestAttemptId.

import { LIMITS } from "./constraints.ts";
import type { Delivery } from "./delivery.ts";
import { invalidParameter } from "./errors.ts";
import { requireIdentifier } from "./message.ts";
import type { QueueSettings } from "./queue.ts";
import type { MessageRecord } from "./records.ts";
import type { Content } from "./repo.ts";

// LIMIT: how many ended attempts one receive forgets.
const FORGET_LIMIT = 20;

/** Checks the parameter; only FIFO queues have it. */
export function requireAttemptId(attemptId: string | undefined, { isFifo }: QueueSettings): void {
  if (attemptId === undefined) return;
  if (!isFifo)
    throw invalidParameter(
      "ReceiveRequestAttemptId",
      attemptId,
      "The request include parameter that is not valid for this queue type.",
    );
  requireIdentifier("ReceiveRequestAttemptId", attemptId);
}

/**
 * What the attempt got before, if it was within five minutes and nothing became of the messages since: the same messages under the
 * same handles, and their visibility timeout begins anew. Undefined for an attempt to be made.
 */
export function repeatAttempt(
  content: Content,
  delivery: Delivery,
  attemptId: string,
  terms: { readonly nowMs: number; readonly visibilityMs: number },
): MessageRecord[] | undefined {
  const { nowMs, visibilityMs } = terms;
  const attempt = content.attempt(attemptId);
  if (attempt === undefined || attempt.untilMs <= nowMs) return undefined;
  const messages: MessageRecord[] = [];
  for (const { seq, receiveToken, visibleAtMs } of attempt.messages) {
    const message = content.message(seq);
    const isAsItWas = message?.receiveToken === receiveToken && message.visibleAtMs === visibleAtMs;
    if (message === undefined || !isAsItWas || visibleAtMs <= nowMs) return undefined;
    messages.push(message);
  }
  const visibleAtMs = nowMs + visibilityMs;
  for (const message of messages) delivery.changeVisibility(message, visibleAtMs, nowMs);
  const repeated = messages.map((message) => ({ ...message, visibleAtMs }));
  noteAttempt(content, attemptId, repeated, attempt.untilMs);
  return repeated;
}

/** Remembers what an attempt got, and forgets some of those that are over. */
export function beginAttempt(
  content: Content,
  attemptId: string,
  messages: readonly MessageRecord[],
  nowMs: number,
): void {
  for (const ended of content.endedAttempts(nowMs, FORGET_LIMIT)) content.removeAttempt(ended.untilMs, ended.id);
  if (messages.length > 0) noteAttempt(content, attemptId, messages, nowMs + LIMITS.deduplicationMs);
}

function noteAttempt(content: Content, id: string, messages: readonly MessageRecord[], untilMs: number): void {
  content.saveAttempt(id, {
    v: 1,
    untilMs,
    messages: messages.map(({ seq, receiveToken = "", visibleAtMs }) => ({ seq, receiveToken, visibleAtMs })),
  });
}
