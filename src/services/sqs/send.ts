// Sends messages to a queue: SendMessage and SendMessageBatch in one transaction each.

import type { Principal } from "../../iam/principal.ts";
import type { Context } from "../../service/context.ts";
import { writeSoon } from "../../store/write-soon.ts";
import { LIMITS } from "./constraints.ts";
import { Delivery } from "./delivery.ts";
import type { NewMessage } from "./delivery.ts";
import { bodySealer } from "./encryption.ts";
import { digestMessageAttributes, sizeOfAttributes } from "./message-attributes.ts";
import { countSent } from "./metrics.ts";
import { parseDelay, parseMessage } from "./message.ts";
import type { SendInput } from "./message.ts";
import { requireCurrent } from "./queues.ts";
import type { Queue } from "./queues.ts";
import type { SealedBody } from "./records.ts";
import { Content } from "./repo.ts";
import { wake } from "./wake.ts";

export interface SendResult {
  readonly MessageId: string;
  readonly MD5OfMessageBody: string;
  readonly MD5OfMessageAttributes?: string;
  readonly MD5OfMessageSystemAttributes?: string;
  readonly SequenceNumber?: string;
}

/** A message that passed all checks, with its delay. */
export interface CheckedMessage {
  readonly message: NewMessage;
  readonly delayMs: number;
  /** Whether the message itself names its trace: then the answer has its digest. */
  readonly namesTrace: boolean;
}

// LIMIT: how many ended deduplications one send forgets.
const FORGET_LIMIT = 20;

/** Checks one message; throws what AWS throws for it. */
export function checkMessage(context: Context, queue: Queue, input: SendInput): CheckedMessage {
  const delayMs = parseDelay(input.DelaySeconds, queue.settings);
  const traceHeader = context.headers["x-amzn-trace-id"];
  const message = parseMessage(input, queue.settings, {
    id: context.random.uuid(),
    senderId: senderIdOf(context.principal, context.account),
    nowMs: context.clock.nowMs(),
    ...(traceHeader === undefined ? {} : { traceHeader }),
  });
  return { message, delayMs, namesTrace: input.MessageSystemAttributes?.["AWSTraceHeader"] !== undefined };
}

/** Keeps the messages in one transaction, in their order, and wakes those who wait for them. */
export async function sendMessages(
  context: Context,
  queue: Queue,
  messages: readonly CheckedMessage[],
): Promise<SendResult[]> {
  const seal = await bodySealer(context, queue);
  const nowMs = context.clock.nowMs();
  const { results, delivery } = await writeSoon(context.store, (tx) => {
    const content = new Content(tx, queue.scope, requireCurrent(context.store, queue).record.contentId);
    const delivery = new Delivery(content, queue.settings.isFifo);
    if (queue.settings.isFifo) forgetDeduplications(content, nowMs);
    const results = messages.map((checked) => sendOne(content, delivery, queue, sealed(checked, seal), nowMs));
    delivery.finish();
    return { results, delivery };
  });
  countSent(
    context,
    queue,
    messages.map(({ message }) => Buffer.byteLength(message.body) + sizeOfAttributes(message.attributes)),
  );
  wake(context, queue, delivery);
  return results;
}

/** The message as it is kept: its body encrypted, if the queue has a key. */
function sealed(checked: CheckedMessage, seal: ((body: string) => SealedBody) | undefined): CheckedMessage {
  if (seal === undefined) return checked;
  const { message } = checked;
  return { ...checked, message: { ...message, body: "", sealed: seal(message.body) } };
}

function sendOne(
  content: Content,
  delivery: Delivery,
  queue: Queue,
  { message, delayMs, namesTrace }: CheckedMessage,
  nowMs: number,
): SendResult {
  const digests = {
    MD5OfMessageBody: message.bodyMd5,
    ...(message.attributes === undefined
      ? {}
      : { MD5OfMessageAttributes: digestMessageAttributes(message.attributes) }),
    ...(message.traceHeader === undefined || !namesTrace
      ? {}
      : {
          MD5OfMessageSystemAttributes: digestMessageAttributes({
            AWSTraceHeader: { dataType: "String", value: message.traceHeader },
          }),
        }),
  };
  if (!queue.settings.isFifo) {
    delivery.add(message, nowMs + delayMs, nowMs);
    return { MessageId: message.id, ...digests };
  }
  // AWS: a repetition within five minutes is accepted and answered, and not delivered, even if the first was deleted.
  const key = deduplicationKey(queue, message);
  const earlier = content.deduplication(key);
  if (earlier !== undefined && earlier.untilMs > nowMs)
    return { MessageId: earlier.messageId, ...digests, SequenceNumber: earlier.sequenceNumber };
  const sent = delivery.add(message, nowMs + delayMs, nowMs);
  const sequenceNumber = formatSequenceNumber(sent.seq);
  content.saveDeduplication(key, {
    v: 1,
    messageId: sent.id,
    sequenceNumber,
    untilMs: nowMs + LIMITS.deduplicationMs,
  });
  return { MessageId: sent.id, ...digests, SequenceNumber: sequenceNumber };
}

function deduplicationKey(queue: Queue, message: NewMessage): string {
  const id = message.deduplicationId ?? "";
  return queue.settings.deduplicationScope === "queue" ? id : `${id} ${message.groupId ?? ""}`;
}

function forgetDeduplications(content: Content, nowMs: number): void {
  for (const { untilMs, key } of content.endedDeduplications(nowMs, FORGET_LIMIT))
    content.removeDeduplication(untilMs, key);
}

/** AWS: 20 digits, rising, not consecutive. */
export function formatSequenceNumber(seq: number): string {
  return (18_870_000_000_000_000_000n + BigInt(seq) * 256n).toString();
}

/** AWS: the user's id, the role's id and session, or the account of a root user. */
function senderIdOf(principal: Principal, account: string): string {
  if (principal.kind === "anonymous") return "Anonymous";
  if (principal.kind === "root") return account;
  // DEVIATION: AWS shows an id of the service's own user, which is documented nowhere.
  if (principal.kind === "canonical-user") return principal.canonicalUserId;
  return principal.kind === "service" ? principal.service : principal.userId;
}
