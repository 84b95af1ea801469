// UpdateCustomVerificationEmailTemplate: other words of a custom verification mail. What is left out stays.

import type {
  UpdateCustomVerificationEmailTemplateCommandInput,
  UpdateCustomVerificationEmailTemplateCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireVerificationTemplate } from "../../identities/custom-verification.ts";
import { verificationTemplates } from "../../repo.ts";
import { fromNotVerified, invalidVerificationContent, verificationTemplateMissing } from "../errors.ts";

export const updateCustomVerificationEmailTemplate = defineOperation<
  Input<UpdateCustomVerificationEmailTemplateCommandInput>,
  UpdateCustomVerificationEmailTemplateCommandOutput
>("UpdateCustomVerificationEmailTemplate", (input, context) => {
  context.store.write((tx) => {
    const before = verificationTemplates.load(tx, context, input.TemplateName);
    if (before === undefined) throw verificationTemplateMissing(input.TemplateName);
    const template = {
      ...before,
      from: input.FromEmailAddress ?? before.from,
      subject: input.TemplateSubject ?? before.subject,
      content: input.TemplateContent ?? before.content,
      successUrl: input.SuccessRedirectionURL ?? before.successUrl,
      failureUrl: input.FailureRedirectionURL ?? before.failureUrl,
    };
    requireVerificationTemplate(tx, context, template, {
      from: () => fromNotVerified(template.from),
      content: invalidVerificationContent,
    });
    verificationTemplates.save(tx, context, template);
  });
  return {};
});
