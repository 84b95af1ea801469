// The SNS action: the mail in a notification.
//
// AWS: "Publish to Amazon SNS topic action": UTF-8 or base 64. LIMIT: 150 KB, headers included; a larger mail bounces.

import type { Delivery } from "../delivery.ts";
import type { RuleAction } from "../records.ts";
import { bounceMail } from "./bounce.ts";
import { notify } from "./notify.ts";

const MOST_BYTES = 150 * 1024;

/** Publishes the whole mail. */
export async function publishMail(
  { TopicArn, Encoding = "UTF-8" }: NonNullable<RuleAction["SNSAction"]>,
  delivery: Delivery,
): Promise<void> {
  const { content } = delivery;
  if (content.length > MOST_BYTES) {
    await bounceMail(
      { SmtpReplyCode: "552", StatusCode: "5.3.4", Message: "Message size exceeds fixed limit", Sender: "" },
      delivery,
    );
    return;
  }
  const text = Encoding === "Base64" ? content.toString("base64") : content.toString("utf8");
  await notify(
    TopicArn,
    {
      type: "SNS",
      topicArn: TopicArn,
      encoding: Encoding.replace("-", "").toUpperCase() === "UTF8" ? "UTF8" : "BASE64",
    },
    delivery,
    { content: text },
  );
}
