// SendEmail: takes a mail of subject, text and HTML.

import type { SendEmailCommandInput, SendEmailCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import type { Outgoing } from "../../sending/mails.ts";
import { sendMail } from "../../sending/send.ts";
import { faults, invalidParameter } from "../errors.ts";
import { readDestinations, readSender } from "../shapes.ts";

export const sendEmail = defineOperation<Input<SendEmailCommandInput>, SendEmailCommandOutput>(
  "SendEmail",
  async (input, context) => {
    const { Subject, Body } = input.Message;
    const text = Body.Text?.Data;
    const html = Body.Html?.Data;
    if (text === undefined && html === undefined) throw invalidParameter("Missing required parameter Body.");
    const outgoing: Outgoing = {
      from: input.Source,
      ...readDestinations(input.Destination),
      ...readSender(input),
      content: {
        kind: "simple",
        subject: Subject.Data,
        ...(text === undefined ? {} : { text }),
        ...(html === undefined ? {} : { html }),
        headers: [],
        attachments: [],
      },
    };
    return { MessageId: await sendMail(context, outgoing, faults) };
  },
);
