// SendTemplatedEmail: takes a mail of a template.

import type { SendTemplatedEmailCommandInput, SendTemplatedEmailCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { findTemplate, sendTemplated } from "../../templates/send.ts";
import { faults } from "../errors.ts";
import { readDestinations, readSender } from "../shapes.ts";

export const sendTemplatedEmail = defineOperation<
  Input<SendTemplatedEmailCommandInput>,
  SendTemplatedEmailCommandOutput
>("SendTemplatedEmail", async (input, context) => {
  const parts = findTemplate(context, { name: input.Template, arn: input.TemplateArn }, faults);
  const addressed = { from: input.Source, ...readDestinations(input.Destination), ...readSender(input) };
  return { MessageId: await sendTemplated(context, addressed, parts, [input.TemplateData], faults) };
});
