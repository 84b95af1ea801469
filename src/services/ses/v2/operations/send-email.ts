// SendEmail: takes a mail, simple, in MIME or of a template.

import type { SendEmailCommandInput, SendEmailCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { forList } from "../../contacts/subscription.ts";
import type { Outgoing } from "../../sending/mails.ts";
import { feedbackId } from "../../sending/outcomes.ts";
import { readRaw } from "../../sending/raw.ts";
import { sendMail } from "../../sending/send.ts";
import { sendTemplated } from "../../templates/send.ts";
import { readEnvelope, readHeaders, readTemplate } from "../envelope.ts";
import { badRequest, faults, notImplemented } from "../errors.ts";
import { readAttachments } from "../shapes.ts";

export const sendEmail = defineOperation<Input<SendEmailCommandInput>, SendEmailCommandOutput>(
  "SendEmail",
  async (input, context) => {
    const { Simple, Raw, Template } = input.Content;
    if ([Simple, Raw, Template].filter((given) => given !== undefined).length !== 1)
      throw badRequest("Content must have exactly one of Simple, Raw or Template.");
    const lists = input.ListManagementOptions;
    const finish = (outgoing: Outgoing, messageId: string): Outgoing =>
      lists === undefined
        ? outgoing
        : forList(context, outgoing, { list: lists.ContactListName, topic: lists.TopicName }, messageId);
    if (Raw !== undefined) {
      if (lists !== undefined) throw notImplemented("List management of a raw message");
      const raw = await readRaw(Raw.Data, readEnvelope(input), faults);
      return { MessageId: await sendMail(context, raw, faults) };
    }
    const { FromEmailAddress: from } = input;
    if (from === undefined) throw badRequest("Missing required parameter FromEmailAddress.");
    const addressed = { ...readEnvelope(input), from };
    if (Template !== undefined) {
      const parts = readTemplate(context, Template);
      const more = { headers: readHeaders(Template.Headers), attachments: readAttachments(Template.Attachments) };
      return {
        MessageId: await sendTemplated(
          context,
          { ...addressed, ...more },
          parts,
          [Template.TemplateData],
          faults,
          finish,
        ),
      };
    }
    const text = Simple?.Body.Text?.Data;
    const html = Simple?.Body.Html?.Data;
    if (text === undefined && html === undefined) throw badRequest("Missing required parameter Body.");
    const outgoing: Outgoing = {
      ...addressed,
      content: {
        kind: "simple",
        subject: Simple?.Subject.Data ?? "",
        ...(text === undefined ? {} : { text }),
        ...(html === undefined ? {} : { html }),
        headers: readHeaders(Simple?.Headers),
        attachments: readAttachments(Simple?.Attachments),
      },
    };
    const messageId = feedbackId(context.random);
    return { MessageId: await sendMail(context, finish(outgoing, messageId), faults, messageId) };
  },
);
