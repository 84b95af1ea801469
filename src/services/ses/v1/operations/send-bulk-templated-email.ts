// SendBulkTemplatedEmail: mails of one template to up to 50 destinations.

import type { SendBulkTemplatedEmailCommandInput, SendBulkTemplatedEmailCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { sendBulk } from "../../templates/bulk.ts";
import { findTemplate } from "../../templates/send.ts";
import { bulkStatus, faults } from "../errors.ts";
import { readDestinations, readSender, readTags } from "../shapes.ts";

export const sendBulkTemplatedEmail = defineOperation<
  Input<SendBulkTemplatedEmailCommandInput>,
  SendBulkTemplatedEmailCommandOutput
>("SendBulkTemplatedEmail", async (input, context) => {
  const parts = findTemplate(context, { name: input.Template, arn: input.TemplateArn }, faults);
  const common = readSender({ ...input, Tags: input.DefaultTags ?? [] });
  const results = await sendBulk(
    context,
    input.Destinations.map(({ Destination, ReplacementTags, ReplacementTemplateData }) => ({
      addressed: {
        from: input.Source,
        ...readDestinations(Destination),
        ...common,
        tags: { ...common.tags, ...readTags(ReplacementTags) },
      },
      data: [input.DefaultTemplateData, ReplacementTemplateData],
    })),
    parts,
    faults,
  );
  return {
    Status: results.map((result) =>
      "messageId" in result
        ? { Status: "Success" as const, MessageId: result.messageId }
        : { Status: bulkStatus(result.error), Error: result.error.message },
    ),
  };
});
