// The JSON in which messages travel: to queues and HTTP endpoints as text, to functions as an event. Pure.
// AWS: "HTTP/HTTPS notification JSON format", "HTTP/HTTPS subscription confirmation JSON format", "HTTP/HTTPS unsubscribe
// confirmation JSON format" and "Using AWS Lambda with Amazon SNS".

import type { ConfirmationRecord, MessageAttributes, NotificationRecord } from "../records.ts";

/** What proves that a message came from its topic. */
export interface Signature {
  readonly version: string;
  readonly text: string;
  readonly certificateUrl: string;
}

/** What a notification's receivers verify and use. */
export interface EnvelopeLinks {
  readonly unsubscribeUrl: string;
  /** Left out for FIFO topics: AWS does not sign their messages. */
  readonly signature?: Signature;
}

type Members = readonly (readonly [name: string, value: unknown])[];

/** The text of a notification in a queue or to an HTTP endpoint, laid out as AWS lays it out. */
export function formatEnvelope(notification: NotificationRecord, links: EnvelopeLinks): string {
  const { attributes } = notification;
  return layOut(
    [
      ["Type", "Notification"],
      ["MessageId", notification.messageId],
      ["SequenceNumber", notification.sequenceNumber],
      ["TopicArn", notification.topicArn],
      ["Subject", notification.subject],
      ["Message", notification.message],
      ["Timestamp", formatTimestamp(notification.publishedAtMs)],
      ...signatureMembers(links.signature),
      ["UnsubscribeURL", links.unsubscribeUrl],
      // AWS: "Amazon SNS message replay": says that a message comes out of the archive.
      ["Replayed", notification.isReplayed],
    ],
    attributes === undefined ? [] : [formatAttributes(attributes)],
  );
}

/** A notification in a delivery stream: one line, without a signature. */
export function formatLine(notification: NotificationRecord, unsubscribeURL: string): string {
  const { attributes } = notification;
  return JSON.stringify({
    Type: "Notification",
    MessageId: notification.messageId,
    TopicArn: notification.topicArn,
    Subject: notification.subject,
    Message: notification.message,
    Timestamp: formatTimestamp(notification.publishedAtMs),
    UnsubscribeURL: unsubscribeURL,
    ...(attributes === undefined ? {} : { MessageAttributes: encodeAttributes(attributes) }),
  });
}

/** The text that asks an endpoint to confirm, or tells it that it gets no more. */
export function formatConfirmation(
  confirmation: ConfirmationRecord,
  subscribeUrl: string,
  signature: Signature | undefined,
): string {
  return layOut([
    ["Type", confirmation.type],
    ["MessageId", confirmation.messageId],
    ["Token", confirmation.token],
    ["TopicArn", confirmation.topicArn],
    ["Message", confirmationText(confirmation)],
    ["SubscribeURL", subscribeUrl],
    ["Timestamp", formatTimestamp(confirmation.requestedAtMs)],
    ...signatureMembers(signature),
  ]);
}

function signatureMembers(signature: Signature | undefined): Members {
  return [
    ["SignatureVersion", signature?.version],
    ["Signature", signature?.text],
    ["SigningCertURL", signature?.certificateUrl],
  ];
}

function layOut(members: Members, more: readonly string[] = []): string {
  const lines = members
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  "${name}" : ${JSON.stringify(value)}`);
  return `{\n${[...lines, ...more].join(",\n")}\n}`;
}

function confirmationText({ type, topicArn, subscriptionId }: ConfirmationRecord): string {
  return type === "SubscriptionConfirmation"
    ? `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`
    : `You have chosen to deactivate subscription ${topicArn}:${subscriptionId}.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`;
}

function formatAttributes(attributes: MessageAttributes): string {
  const lines = Object.entries(encodeAttributes(attributes)).map(
    ([name, attribute]) => `    ${JSON.stringify(name)} : ${JSON.stringify(attribute)}`,
  );
  return `  "MessageAttributes" : {\n${lines.join(",\n")}\n  }`;
}

/** The event that a function gets. */
export function formatEvent(notification: NotificationRecord, subscriptionArn: string, links: EnvelopeLinks): string {
  const { signature } = links;
  return JSON.stringify({
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: subscriptionArn,
        Sns: {
          Type: "Notification",
          MessageId: notification.messageId,
          TopicArn: notification.topicArn,
          Subject: notification.subject ?? null,
          Message: notification.message,
          Timestamp: formatTimestamp(notification.publishedAtMs),
          SignatureVersion: signature?.version,
          Signature: signature?.text,
          SigningCertUrl: signature?.certificateUrl,
          UnsubscribeUrl: links.unsubscribeUrl,
          MessageAttributes: encodeAttributes(notification.attributes ?? {}),
        },
      },
    ],
  });
}

/** AWS: "Verifying the signatures of Amazon SNS messages": names and values of these members, one a line. */
export function textToSign(notification: NotificationRecord): string {
  return joinSigned([
    ["Message", notification.message],
    ["MessageId", notification.messageId],
    ["Subject", notification.subject],
    ["Timestamp", formatTimestamp(notification.publishedAtMs)],
    ["TopicArn", notification.topicArn],
    ["Type", "Notification"],
  ]);
}

/** The same for a confirmation. */
export function confirmationToSign(confirmation: ConfirmationRecord, subscribeUrl: string): string {
  return joinSigned([
    ["Message", confirmationText(confirmation)],
    ["MessageId", confirmation.messageId],
    ["SubscribeURL", subscribeUrl],
    ["Timestamp", formatTimestamp(confirmation.requestedAtMs)],
    ["Token", confirmation.token],
    ["TopicArn", confirmation.topicArn],
    ["Type", confirmation.type],
  ]);
}

function joinSigned(members: readonly (readonly [name: string, value: string | undefined])[]): string {
  return members
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}\n${value ?? ""}\n`)
    .join("");
}

function formatTimestamp(atMs: number): string {
  return new Date(atMs).toISOString();
}

function encodeAttributes(attributes: MessageAttributes): Record<string, { Type: string; Value: string }> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, value }]) => [
      name,
      { Type: dataType, Value: typeof value === "string" ? value : Buffer.from(value).toString("base64") },
    ]),
  );
}
