// To devices: text messages to telephones and push notifications to apps, both kept in the inbox.

import type { Context, Scope, YardContext } from "../../../service/context.ts";
import { parseEndpointArn } from "../push.ts";
import { loadEndpoint, loadOptOut, loadPlatformApplication, loadSmsAttributes } from "../repo.ts";
import { describeTextMessage } from "../sms.ts";
import type { MessageAttributes } from "../records.ts";
import { type Attempt, DeliveryFailure, type Receipt } from "./attempt.ts";
import { keepInInbox } from "./person.ts";

/** Texts a subscriber. AWS: CreateTopic, DisplayName: its first ten characters begin a topic's text messages. */
export async function textNotification({ yard, scope, topic, subscription, notification }: Attempt): Promise<Receipt> {
  const { messageId, message, attributes } = notification;
  const displayName = topic.attributes["DisplayName"] ?? "";
  const text = displayName === "" ? message : `${displayName.slice(0, 10)}> ${message}`;
  return sendText(yard, scope, { messageId, text, to: subscription.endpoint, ...(attributes && { attributes }) });
}

/** A text message to one telephone. */
export interface TextMessage {
  readonly messageId: string;
  readonly to: string;
  readonly text: string;
  readonly attributes?: MessageAttributes;
}

/** Keeps a text message; throws a DeliveryFailure if its receiver wants none. */
export function sendText(yard: YardContext, scope: Scope, message: TextMessage): Receipt {
  const { messageId, to, text, attributes } = message;
  yard.store.write((tx) => {
    const details = describeTextMessage(loadSmsAttributes(tx, scope), attributes);
    if (loadOptOut(tx, scope, to)?.isOptedOut === true)
      // AWS: "Viewing CloudWatch metrics and logs for SMS deliveries": a reason of failure.
      throw new DeliveryFailure({ message: "Phone number is opted out", isRetryable: false, statusCode: 400 });
    const from = details["senderId"] ?? "NOTICE";
    keepInInbox(tx, yard, scope, { kind: "sms", messageId, from, to: [to], subject: "", text, details });
  });
  return { statusCode: 200, providerResponse: "Message has been accepted by phone" };
}

/** Pushes to a subscribed device. */
export async function pushNotification({ yard, scope, subscription, notification }: Attempt): Promise<Receipt> {
  const { messageId, message, subject } = notification;
  const failure = pushFailure(yard, subscription.endpoint);
  if (failure !== undefined) throw new DeliveryFailure({ message: failure, isRetryable: false, statusCode: 400 });
  push(yard, scope, subscription.endpoint, { messageId, text: message, subject: subject ?? "" });
  return { statusCode: 200, providerResponse: JSON.stringify({ messageId }) };
}

/** Why nothing can be pushed to the endpoint; undefined if it can. */
function pushFailure(yard: YardContext, endpointArn: string): string | undefined {
  const address = parseEndpointArn(endpointArn);
  return yard.store.read((tx) => {
    const endpoint = loadEndpoint(tx, address, address.id);
    if (endpoint === undefined) return "Endpoint does not exist";
    if (loadPlatformApplication(tx, address)?.attributes["Enabled"] === "false")
      return "Platform application is disabled";
    return endpoint.isEnabled ? undefined : "Endpoint is disabled";
  });
}

/** Keeps a push notification in the inbox of `scope`. */
export function push(
  yard: YardContext | Context,
  scope: Scope,
  endpointArn: string,
  message: { readonly messageId: string; readonly text: string; readonly subject: string },
): void {
  const address = parseEndpointArn(endpointArn);
  yard.store.write((tx) => {
    const token = loadEndpoint(tx, address, address.id)?.token ?? "";
    const { platform, application } = address;
    keepInInbox(tx, yard, scope, {
      kind: "push",
      from: application,
      to: [endpointArn],
      ...message,
      details: { platform, token },
    });
  });
}
