// To an HTTP or HTTPS endpoint. AWS: "HTTP/HTTPS headers", "Using HTTP/HTTPS endpoints": basic authentication by the name and
// password in the URL, given when the endpoint asks; no redirects.
//
// DEVIATION: digest authentication is not answered: such an endpoint's 401 is a permanent failure.

import type { YardContext } from "../../../service/context.ts";
import { sendOutbound } from "../../../service/outbound-http.ts";
import { type EffectivePolicy, effectivePolicy } from "../delivery-policy.ts";
import type { SubscriptionRecord, TopicRecord } from "../records.ts";
import { isRaw, subscriptionArn } from "../subscription.ts";
import { type Attempt, DeliveryFailure, linksOf, type Receipt } from "./attempt.ts";
import { formatEnvelope } from "./envelope.ts";

/** LIMIT: AWS: "Using HTTP/HTTPS endpoints": an endpoint has 15 seconds to answer. */
const TIMEOUT_MS = 15_000;

/** The policy that holds for an HTTP subscription. */
export function policyOfSubscription(topic: TopicRecord, subscription: SubscriptionRecord): EffectivePolicy {
  return effectivePolicy(topic.attributes["DeliveryPolicy"], subscription.attributes["DeliveryPolicy"]);
}

/** Posts the notification. */
export async function postNotification(attempt: Attempt): Promise<Receipt> {
  const { yard, scope, topic, subscription, notification } = attempt;
  const isRawDelivery = isRaw(subscription);
  return postMessage(yard, subscription.endpoint, {
    body: isRawDelivery ? notification.message : formatEnvelope(notification, await linksOf(attempt)),
    headers: {
      "x-amz-sns-message-type": "Notification",
      "x-amz-sns-message-id": notification.messageId,
      "x-amz-sns-topic-arn": notification.topicArn,
      "x-amz-sns-subscription-arn": subscriptionArn(scope, subscription),
      ...(isRawDelivery ? { "x-amz-sns-rawdelivery": "true" } : {}),
      "Content-Type": policyOfSubscription(topic, subscription).contentType,
    },
  });
}

/** Posts a message of any type; throws a DeliveryFailure for an endpoint that does not take it. */
export async function postMessage(
  yard: YardContext,
  endpoint: string,
  message: { readonly body: string; readonly headers: Readonly<Record<string, string>> },
): Promise<Receipt> {
  const url = new URL(endpoint);
  const { username, password } = url;
  url.username = "";
  url.password = "";
  const post = (more: Readonly<Record<string, string>>) =>
    sendOutbound(yard, {
      method: "POST",
      url: url.href,
      headers: { ...message.headers, ...more, "User-Agent": USER_AGENT, "Accept-Encoding": "gzip,deflate" },
      body: message.body,
      timeoutMs: TIMEOUT_MS,
    });
  let result = await post({});
  if (result.kind === "answer" && result.status === 401 && username !== "") {
    const name = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    result = await post({ Authorization: `Basic ${Buffer.from(name).toString("base64")}` });
  }
  if (result.kind === "no-answer")
    throw new DeliveryFailure({ message: result.reason, isRetryable: true, statusCode: 0 });
  const { status } = result;
  // What the endpoint answered is not passed on: a topic's owner must not read by it what only this machine can reach.
  if (status >= 200 && status < 300) return { statusCode: status, providerResponse: `HTTP status code ${status}` };
  // AWS: "Amazon SNS message delivery retries": all 5XX errors and 429 are tried again; all others are permanent.
  const isRetryable = status >= 500 || status === 429;
  throw new DeliveryFailure({ message: `HTTP status code ${status}`, isRetryable, statusCode: status });
}

const USER_AGENT = "Amazon Simple Notification Service Agent";
