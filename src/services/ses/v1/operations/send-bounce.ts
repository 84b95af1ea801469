// SendBounce: tells the sender of a mail that came in that it was not taken. AWS: only within 24 hours of its receipt.

import type { SendBounceCommandInput, SendBounceCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { flawOf } from "../../addresses.ts";
import { receivedMails } from "../../repo.ts";
import { sendNotice } from "../../sending/notices.ts";
import { requireSender } from "../../sending/sender.ts";
import { faults, invalidParameter } from "../errors.ts";

export const sendBounce = defineOperation<Input<SendBounceCommandInput>, SendBounceCommandOutput>(
  "SendBounce",
  (input, context) => {
    const { OriginalMessageId: original, BounceSender: sender, BouncedRecipientInfoList: bounced, Explanation } = input;
    const flaw = flawOf([sender, ...bounced.map(({ Recipient }) => Recipient)]);
    if (flaw !== undefined) throw invalidParameter(flaw);
    if (bounced.length === 0) throw invalidParameter("Must contain at least 1 bounced recipient.");
    return context.store.write((tx) => {
      const mail = receivedMails.load(tx, context, original);
      const ageMs = context.clock.nowMs() - (mail?.receivedAtMs ?? 0);
      if (mail === undefined || ageMs > 24 * 3_600_000)
        throw faults.rejected(`Could not find message with id ${original} that was received within the last 24 hours.`);
      if (mail.source === "") throw faults.rejected("Bounces cannot be bounced.");
      requireSender(tx, context, { from: sender }, faults);
      const lines = bounced.map(
        ({ Recipient, BounceType, RecipientDsnFields: dsn }) =>
          `${Recipient}: ${dsn?.DiagnosticCode ?? dsn?.Status ?? BounceType ?? "ContentRejected"}`,
      );
      const text = `${Explanation ?? "Your message was not delivered."}\n\n${lines.join("\n")}\n`;
      return {
        MessageId: sendNotice(tx, context, context, {
          from: sender,
          to: mail.source,
          subject: "Delivery Status Notification (Failure)",
          text,
        }),
      };
    });
  },
);
