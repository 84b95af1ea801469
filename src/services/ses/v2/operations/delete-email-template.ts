// DeleteEmailTemplate: removes a template.

import type { DeleteEmailTemplateCommandInput, DeleteEmailTemplateCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { templates } from "../../repo.ts";
import { faults } from "../errors.ts";

export const deleteEmailTemplate = defineOperation<
  Input<DeleteEmailTemplateCommandInput>,
  DeleteEmailTemplateCommandOutput
>("DeleteEmailTemplate", (input, context) => {
  if (!context.store.write((tx) => templates.remove(tx, context, input.TemplateName)))
    throw faults.templateMissing(input.TemplateName);
  return {};
});
