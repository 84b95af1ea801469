// DeleteCustomVerificationEmailTemplate: removes the words of a custom verification mail.

import type {
  DeleteCustomVerificationEmailTemplateCommandInput,
  DeleteCustomVerificationEmailTemplateCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { verificationTemplates } from "../../repo.ts";
import { verificationTemplateNotFound } from "../errors.ts";

export const deleteCustomVerificationEmailTemplate = defineOperation<
  Input<DeleteCustomVerificationEmailTemplateCommandInput>,
  DeleteCustomVerificationEmailTemplateCommandOutput
>("DeleteCustomVerificationEmailTemplate", (input, context) => {
  const isThere = context.store.write((tx) => verificationTemplates.remove(tx, context, input.TemplateName));
  if (!isThere) throw verificationTemplateNotFound(input.TemplateName);
  return {};
});
