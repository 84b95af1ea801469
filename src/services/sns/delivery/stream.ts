// To a delivery stream of Firehose, as the subscription's role.
// AWS: "Fanout to Firehose delivery streams"; "Formatting Amazon SNS notifications for storage in Amazon S3 destinations": line
// breaks separate messages, which have no signature.

import { parseArn } from "../../../kernel/arns.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import { withServiceRole } from "../../../service/role-sessions.ts";
import { unsubscribeUrl } from "../links.ts";
import { isRaw, subscriptionArn } from "../subscription.ts";
import { type Attempt, DeliveryFailure, type Receipt } from "./attempt.ts";
import { formatLine } from "./envelope.ts";

/** Puts the notification into the stream. */
export async function putIntoStream({ yard, scope, subscription, notification }: Attempt): Promise<Receipt> {
  const { endpoint, attributes, topicName } = subscription;
  const roleArn = attributes["SubscriptionRoleArn"];
  const { account = "", region = "", resource = "" } = parseArn(endpoint) ?? {};
  if (roleArn === undefined)
    throw new DeliveryFailure({ message: "The subscription has no role.", isRetryable: false, statusCode: 403 });
  const unsubscribe = unsubscribeUrl(yard.address, subscriptionArn(scope, subscription));
  const text = isRaw(subscription) ? notification.message : formatLine(notification, unsubscribe);
  const request = {
    service: "sns.amazonaws.com",
    roleArn,
    sessionName: topicName.slice(0, 64).padEnd(2, "-"),
    sourceArn: notification.topicArn,
    scope: { account: parseAccountId(account), region: parseRegion(region) },
  };
  const answer = await withServiceRole(yard, request, (aws) =>
    aws.firehose.putRecord({
      DeliveryStreamName: resource.slice(resource.indexOf("/") + 1),
      Record: { Data: Buffer.from(`${text}\n`) },
    }),
  );
  return { statusCode: 200, providerResponse: JSON.stringify({ recordId: answer.RecordId }) };
}
