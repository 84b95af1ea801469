// To a function, asynchronously.

import { subscriptionArn } from "../subscription.ts";
import { asTopic, type Attempt, linksOf, type Receipt } from "./attempt.ts";
import { formatEvent } from "./envelope.ts";

/** Hands the notification to the function's queue of events. */
export async function invokeFunction(attempt: Attempt): Promise<Receipt> {
  const { yard, scope, subscription, notification } = attempt;
  const event = formatEvent(notification, subscriptionArn(scope, subscription), await linksOf(attempt));
  const { topicName, endpoint } = subscription;
  const { StatusCode = 202 } = await asTopic(yard, scope, topicName, endpoint, notification.traceHeader).lambda.invoke({
    FunctionName: endpoint,
    InvocationType: "Event",
    Payload: Buffer.from(event),
  });
  return { statusCode: StatusCode, providerResponse: "{}" };
}
