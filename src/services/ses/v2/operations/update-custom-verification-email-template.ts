// UpdateCustomVerificationEmailTemplate: other words of a custom verification mail.

import type {
  UpdateCustomVerificationEmailTemplateCommandInput,
  UpdateCustomVerificationEmailTemplateCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { readVerificationTemplate, requireVerificationTemplate } from "../../identities/custom-verification.ts";
import { verificationTemplates } from "../../repo.ts";
import { badRequest, notFound, verificationTemplateNotFound } from "../errors.ts";

export const updateCustomVerificationEmailTemplate = defineOperation<
  Input<UpdateCustomVerificationEmailTemplateCommandInput>,
  UpdateCustomVerificationEmailTemplateCommandOutput
>("UpdateCustomVerificationEmailTemplate", (input, context) => {
  const template = readVerificationTemplate(input);
  context.store.write((tx) => {
    const before = verificationTemplates.load(tx, context, template.name);
    if (before === undefined) throw verificationTemplateNotFound(template.name);
    requireVerificationTemplate(tx, context, template, {
      from: () => notFound(`From email address ${template.from} is not verified.`),
      content: badRequest,
    });
    verificationTemplates.save(tx, context, { ...template, tags: before.tags });
  });
  return {};
});
