// GetCustomVerificationEmailTemplate: the words of a custom verification mail.

import type {
  GetCustomVerificationEmailTemplateCommandInput,
  GetCustomVerificationEmailTemplateCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { writeVerificationTemplate } from "../../identities/custom-verification.ts";
import { verificationTemplates } from "../../repo.ts";
import { verificationTemplateNotFound } from "../errors.ts";
import { writeTags } from "../shapes.ts";

export const getCustomVerificationEmailTemplate = defineOperation<
  Input<GetCustomVerificationEmailTemplateCommandInput>,
  GetCustomVerificationEmailTemplateCommandOutput
>("GetCustomVerificationEmailTemplate", (input, context) => {
  const template = context.store.read((tx) => verificationTemplates.load(tx, context, input.TemplateName));
  if (template === undefined) throw verificationTemplateNotFound(input.TemplateName);
  return { ...writeVerificationTemplate(template), TemplateContent: template.content, Tags: writeTags(template.tags) };
});
