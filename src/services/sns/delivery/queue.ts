// To a queue: an endpoint, or what takes the messages that could not be delivered.

import { parseArn } from "../../../kernel/arns.ts";
import type { MessageAttributes } from "../records.ts";
import { isRaw } from "../subscription.ts";
import { asTopic, type Attempt, linksOf, type Receipt } from "./attempt.ts";
import { formatEnvelope } from "./envelope.ts";

/** Sends the notification to this queue. */
export async function sendToQueue(attempt: Attempt, queueArn: string): Promise<Receipt> {
  const { yard, scope, subscription, notification } = attempt;
  const { groupId, deduplicationId, traceHeader, attributes, message } = notification;
  const isRawDelivery = isRaw(subscription);
  const isFifoQueue = queueArn.endsWith(".fifo");
  const sent = await asTopic(yard, scope, subscription.topicName, queueArn).sqs.sendMessage({
    QueueUrl: queueUrl(yard.origin, queueArn),
    MessageBody: isRawDelivery ? message : formatEnvelope(notification, await linksOf(attempt)),
    ...(isRawDelivery && attributes !== undefined ? { MessageAttributes: encodeAttributes(attributes) } : {}),
    ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
    ...(isFifoQueue && deduplicationId !== undefined ? { MessageDeduplicationId: deduplicationId } : {}),
    ...(traceHeader === undefined
      ? {}
      : { MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: traceHeader } } }),
  });
  return { statusCode: 200, providerResponse: JSON.stringify({ sqsMessageId: sent.MessageId }) };
}

/** The URL by which SQS knows a queue. */
export function queueUrl(origin: string, queueArn: string): string {
  const parts = parseArn(queueArn);
  return `${origin}/${parts?.account ?? ""}/${parts?.resource ?? ""}`;
}

function encodeAttributes(
  attributes: MessageAttributes,
): Record<string, { DataType: string; StringValue?: string; BinaryValue?: Uint8Array }> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, value }]) => [
      name,
      typeof value === "string"
        ? { DataType: dataType, StringValue: value }
        : { DataType: dataType, BinaryValue: value },
    ]),
  );
}
