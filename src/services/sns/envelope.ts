// The JSON in which a notification travels: to queues as text, to functions as an event. Pure.
// AWS: "HTTP/HTTPS notification JSON format" and "Using AWS Lambda with Amazon SNS".

import type { MessageAttributes, NotificationRecord } from "./records.ts";

/** What a notification's receivers verify and use. */
export interface EnvelopeLinks {
  readonly unsubscribeUrl: string;
  /** Left out for FIFO topics: AWS does not sign their messages. */
  readonly signature?: { readonly version: string; readonly text: string; readonly certificateUrl: string };
}

/** The text of a notification in a queue, laid out as AWS lays it out. */
export function formatEnvelope(notification: NotificationRecord, links: EnvelopeLinks): string {
  const { signature } = links;
  const members: [string, unknown][] = [
    ["Type", "Notification"],
    ["MessageId", notification.messageId],
    ["SequenceNumber", notification.sequenceNumber],
    ["TopicArn", notification.topicArn],
    ["Subject", notification.subject],
    ["Message", notification.message],
    ["Timestamp", formatTimestamp(notification)],
    ["SignatureVersion", signature?.version],
    ["Signature", signature?.text],
    ["SigningCertURL", signature?.certificateUrl],
    ["UnsubscribeURL", links.unsubscribeUrl],
  ];
  const lines = members
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  "${name}" : ${JSON.stringify(value)}`);
  if (notification.attributes !== undefined) lines.push(formatAttributes(notification.attributes));
  return `{\n${lines.join(",\n")}\n}`;
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
          Timestamp: formatTimestamp(notification),
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
  const members: [string, string | undefined][] = [
    ["Message", notification.message],
    ["MessageId", notification.messageId],
    ["Subject", notification.subject],
    ["Timestamp", formatTimestamp(notification)],
    ["TopicArn", notification.topicArn],
    ["Type", "Notification"],
  ];
  return members
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}\n${value ?? ""}\n`)
    .join("");
}

function formatTimestamp(notification: NotificationRecord): string {
  return new Date(notification.publishedAtMs).toISOString();
}

function encodeAttributes(attributes: MessageAttributes): Record<string, { Type: string; Value: string }> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, value }]) => [
      name,
      { Type: dataType, Value: typeof value === "string" ? value : Buffer.from(value).toString("base64") },
    ]),
  );
}
