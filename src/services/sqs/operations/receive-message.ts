// ReceiveMessage: hands out up to ten messages, or waits for one.

import type { Message, ReceiveMessageCommandInput, ReceiveMessageCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireAttemptId } from "../attempts.ts";
import { LIMITS } from "../constraints.ts";
import { invalidParameter, unknownAttribute } from "../errors.ts";
import { digestMessageAttributes, encodeMessageAttributes, selectAttributes } from "../message-attributes.ts";
import { countReceived } from "../metrics.ts";
import { requireQueue } from "../queues.ts";
import { formatReceiptHandle } from "../receipt-handle.ts";
import { requireVisibilityTimeout } from "../received.ts";
import { receiveMessages } from "../receive.ts";
import type { MessageRecord } from "../records.ts";
import { formatSequenceNumber } from "../send.ts";
import { requireThroughput } from "../throttle.ts";

export const receiveMessage = defineOperation<Input<ReceiveMessageCommandInput>, ReceiveMessageCommandOutput>(
  "ReceiveMessage",
  async (input, context) => {
    const queue = requireQueue(context, input.QueueUrl);
    const { MaxNumberOfMessages: limit = 1, WaitTimeSeconds: waitSeconds, VisibilityTimeout: visibility } = input;
    if (limit < 1 || limit > LIMITS.receiveMessages)
      throw invalidParameter("MaxNumberOfMessages", limit, "Must be between 1 and 10, if provided.");
    if (waitSeconds !== undefined && (waitSeconds < 0 || waitSeconds > LIMITS.waitSeconds))
      throw invalidParameter("WaitTimeSeconds", waitSeconds, "Must be >= 0 and <= 20, if provided.");
    if (visibility !== undefined) requireVisibilityTimeout(visibility);
    const { ReceiveRequestAttemptId: attemptId } = input;
    requireAttemptId(attemptId, queue.settings);
    const systemNames: string[] = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
    for (const name of systemNames) if (!SYSTEM_ATTRIBUTES.has(name)) throw unknownAttribute(name);

    requireThroughput(context, queue, "receive");
    const answer = await receiveMessages(context, queue, {
      limit,
      visibilityMs: visibility === undefined ? queue.settings.visibilityMs : visibility * 1_000,
      waitMs: waitSeconds === undefined ? queue.settings.waitMs : waitSeconds * 1_000,
      ...(attemptId === undefined ? {} : { attemptId }),
    });
    countReceived(context, queue, answer.messages.length);
    if (answer.messages.length === 0) return {};
    const { contentId, isFifo } = { contentId: answer.queue.record.contentId, isFifo: queue.settings.isFifo };
    return {
      Messages: answer.messages.map((message) =>
        encodeMessage(message, { contentId, isFifo, systemNames, names: input.MessageAttributeNames ?? [] }),
      ),
    };
  },
);

const SYSTEM_ATTRIBUTES = new Set([
  "All",
  "SenderId",
  "SentTimestamp",
  "ApproximateReceiveCount",
  "ApproximateFirstReceiveTimestamp",
  "SequenceNumber",
  "MessageDeduplicationId",
  "MessageGroupId",
  "AWSTraceHeader",
  "DeadLetterQueueSourceArn",
]);

interface Selection {
  readonly contentId: string;
  readonly isFifo: boolean;
  readonly systemNames: readonly string[];
  readonly names: readonly string[];
}

function encodeMessage(message: MessageRecord, selection: Selection): Message {
  const system = selectSystemAttributes(message, selection);
  const attributes = selectAttributes(message.attributes ?? {}, selection.names);
  const hasAttributes = Object.keys(attributes).length > 0;
  return {
    MessageId: message.id,
    ReceiptHandle: formatReceiptHandle(selection.contentId, message),
    MD5OfBody: message.bodyMd5,
    Body: message.body,
    ...(Object.keys(system).length === 0 ? {} : { Attributes: system }),
    // AWS: the digest is over the attributes that are handed out.
    ...(hasAttributes
      ? {
          MD5OfMessageAttributes: digestMessageAttributes(attributes),
          MessageAttributes: encodeMessageAttributes(attributes),
        }
      : {}),
  };
}

function selectSystemAttributes(message: MessageRecord, { isFifo, systemNames }: Selection): Record<string, string> {
  if (systemNames.length === 0) return {};
  const all: Record<string, string | undefined> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAtMs),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAtMs),
    SequenceNumber: isFifo ? formatSequenceNumber(message.seq) : undefined,
    MessageDeduplicationId: message.deduplicationId,
    MessageGroupId: message.groupId,
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
  };
  const selected: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined && (systemNames.includes("All") || systemNames.includes(name))) selected[name] = value;
  }
  return selected;
}
