// SendBulkEmail: mails of one template to up to 50 destinations.

import type { SendBulkEmailCommandInput, SendBulkEmailCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { sendBulk } from "../../templates/bulk.ts";
import {
  bulkStatus,
  mergeHeaders,
  readDestinations,
  readEnvelope,
  readHeaders,
  readMessageTags,
  readTemplate,
} from "../envelope.ts";
import { badRequest, faults } from "../errors.ts";
import { readAttachments } from "../shapes.ts";

export const sendBulkEmail = defineOperation<Input<SendBulkEmailCommandInput>, SendBulkEmailCommandOutput>(
  "SendBulkEmail",
  async (input, context) => {
    const { Template } = input.DefaultContent;
    const { FromEmailAddress: from, BulkEmailEntries: entries } = input;
    if (Template === undefined) throw badRequest("Missing required parameter Template.");
    if (from === undefined) throw badRequest("Missing required parameter FromEmailAddress.");
    const parts = readTemplate(context, Template);
    const common = readEnvelope({ ...input, EmailTags: input.DefaultEmailTags });
    const results = await sendBulk(
      context,
      entries.map(({ Destination, ReplacementTags, ReplacementEmailContent, ReplacementHeaders }) => ({
        addressed: {
          ...common,
          from,
          ...readDestinations(Destination),
          tags: { ...common.tags, ...readMessageTags(ReplacementTags) },
          headers: mergeHeaders(readHeaders(Template.Headers), readHeaders(ReplacementHeaders)),
          attachments: readAttachments(Template.Attachments),
        },
        data: [Template.TemplateData, ReplacementEmailContent?.ReplacementTemplate?.ReplacementTemplateData],
      })),
      parts,
      faults,
    );
    return {
      BulkEmailEntryResults: results.map((result) =>
        "messageId" in result
          ? { Status: "SUCCESS" as const, MessageId: result.messageId }
          : { Status: bulkStatus(result.error), Error: result.error.message },
      ),
    };
  },
);
