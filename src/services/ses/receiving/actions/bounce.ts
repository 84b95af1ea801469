// The bounce action: the sender gets a mail that says so.
//
// AWS: "Return bounce response action". A mail without a sender (a bounce) is not bounced.

import { sendNotice } from "../../sending/notices.ts";
import type { Delivery } from "../delivery.ts";
import type { RuleAction } from "../records.ts";
import { tellTopic } from "./notify.ts";

export async function bounceMail(action: NonNullable<RuleAction["BounceAction"]>, delivery: Delivery): Promise<void> {
  const { yard, scope, receipt, recipients, onBounce } = delivery;
  const { SmtpReplyCode: replyCode, StatusCode: status = "5.0.0", Message: message, Sender: sender } = action;
  const diagnosticCode = `smtp; ${replyCode} ${status} ${message}`;
  if (receipt.source !== "")
    // Within the yard the sender's SES tells of the bounce; a sender outside gets the mail itself.
    if (receipt.sentBy !== undefined) onBounce(diagnosticCode, status);
    else
      yard.store.write((tx) =>
        sendNotice(tx, yard, scope, {
          from: sender === "" ? "MAILER-DAEMON@amazonses.com" : sender,
          to: receipt.source,
          subject: "Delivery Status Notification (Failure)",
          text: `${message}\n\n${recipients.map((recipient) => `${recipient}: ${diagnosticCode}`).join("\n")}\n`,
        }),
      );
  if (action.TopicArn === undefined) return;
  const said = { smtpReplyCode: replyCode, statusCode: status, message, sender };
  await tellTopic(action.TopicArn, { type: "Bounce", ...said }, delivery);
}
