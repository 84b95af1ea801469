// CreateCustomVerificationEmailTemplate: the account's own words for the mail that verifies an address.

import type {
  CreateCustomVerificationEmailTemplateCommandInput,
  CreateCustomVerificationEmailTemplateCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { readVerificationTemplate, requireVerificationTemplate } from "../../identities/custom-verification.ts";
import { countOf, MOST_VERIFICATION_TEMPLATES } from "../../limits.ts";
import { verificationTemplates } from "../../repo.ts";
import { alreadyExists, badRequest, limitExceeded, notFound } from "../errors.ts";
import { readTags } from "../shapes.ts";

export const createCustomVerificationEmailTemplate = defineOperation<
  Input<CreateCustomVerificationEmailTemplateCommandInput>,
  CreateCustomVerificationEmailTemplateCommandOutput
>("CreateCustomVerificationEmailTemplate", (input, context) => {
  const template = { ...readVerificationTemplate(input), tags: readTags(input.Tags) };
  context.store.write((tx) => {
    requireVerificationTemplate(tx, context, template, {
      from: () => notFound(`From email address ${template.from} is not verified.`),
      content: badRequest,
    });
    if (verificationTemplates.load(tx, context, template.name) !== undefined)
      throw alreadyExists(`Custom verification email template ${template.name} already exists.`);
    if (countOf(verificationTemplates.list(tx, context)) >= MOST_VERIFICATION_TEMPLATES)
      throw limitExceeded("The account has too many custom verification email templates.");
    verificationTemplates.save(tx, context, template);
  });
  return {};
});
