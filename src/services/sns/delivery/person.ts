// To people: e-mails, text messages and push notifications. They do not leave the machine: the inbox keeps them.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { pageUrls } from "../links.ts";
import type { ConfirmationRecord, InboxRecord, TopicRecord } from "../records.ts";
import { addToInbox } from "../repo.ts";
import { subscriptionArn } from "../subscription.ts";
import { type Attempt, linksOf, type Receipt } from "./attempt.ts";
import { formatEnvelope } from "./envelope.ts";

const KEPT: Receipt = { statusCode: 200, providerResponse: "Kept in the inbox of Stackyard." };

/** Keeps a message in the inbox of an account. */
export function keepInInbox(
  tx: WriteTx,
  yard: YardContext,
  scope: Scope,
  message: Omit<InboxRecord, "v" | "sentAtMs">,
): void {
  addToInbox(tx, scope, { v: 1, sentAtMs: yard.clock.nowMs(), ...message });
}

/** Mails the notification: its text with the link that ends the subscription, or the JSON envelope. */
export async function mailNotification(attempt: Attempt): Promise<Receipt> {
  const { yard, scope, topic, subscription, notification } = attempt;
  const { endpoint, protocol } = subscription;
  const unsubscribe = pageUrls.unsubscribe(yard.address, subscriptionArn(scope, subscription), endpoint);
  const text =
    protocol === "email-json"
      ? formatEnvelope(notification, await linksOf(attempt))
      : `${notification.message}\n\n--\nIf you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:\n${unsubscribe}\n`;
  yard.store.write((tx) =>
    keepInInbox(tx, yard, scope, {
      kind: "email",
      messageId: notification.messageId,
      from: senderOf(topic),
      to: [endpoint],
      // AWS: observed: what a notification without a subject is called.
      subject: notification.subject ?? "AWS Notification Message",
      text,
    }),
  );
  return KEPT;
}

/** Mails the request to confirm. `json` is what a mailbox for programs gets. */
export function mailConfirmation(
  yard: YardContext,
  scope: Scope,
  topic: TopicRecord,
  confirmation: ConfirmationRecord,
  json: string,
): void {
  const { endpoint, protocol, messageId, token, topicArn } = confirmation;
  const link = pageUrls.confirmation(yard.address, topicArn, token, endpoint);
  const text =
    protocol === "email-json"
      ? json
      : `You have chosen to subscribe to the topic:\n${topicArn}\n\nTo confirm this subscription, click or visit the link below (If this was in error no action is necessary):\n${link}\n`;
  yard.store.write((tx) =>
    keepInInbox(tx, yard, scope, {
      kind: "email",
      messageId,
      from: senderOf(topic),
      to: [endpoint],
      subject: "AWS Notification - Subscription Confirmation",
      text,
    }),
  );
}

// AWS: CreateTopic, DisplayName: the name in the From field of mails.
function senderOf(topic: TopicRecord): string {
  return `${topic.attributes["DisplayName"] ?? "AWS Notifications"} <no-reply@sns.amazonaws.com>`;
}
