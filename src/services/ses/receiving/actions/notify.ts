// The notifications that actions send: SNS's action with the mail, others beside what they do.

import { asSes } from "../../sending/publish.ts";
import { type Delivery, describeMail, describeReceipt } from "../delivery.ts";

const SUBJECT = "Amazon SES Email Receipt Notification";

/** Tells a topic that an action was taken. */
export async function tellTopic(
  topicArn: string,
  action: Readonly<Record<string, unknown>>,
  delivery: Delivery,
): Promise<void> {
  await notify(topicArn, { ...action, topicArn }, delivery, {});
}

/** Publishes a notification of receiving. */
export async function notify(
  topicArn: string,
  action: Readonly<Record<string, unknown>>,
  delivery: Delivery,
  more: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { yard, scope, ruleArn } = delivery;
  await asSes(yard, scope, ruleArn, topicArn).sns.publish({
    TopicArn: topicArn,
    Subject: SUBJECT,
    Message: JSON.stringify({
      notificationType: "Received",
      mail: describeMail(delivery),
      receipt: describeReceipt(delivery, action),
      ...more,
    }),
  });
}
