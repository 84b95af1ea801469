// DeleteCustomVerificationEmailTemplate: removes the words of a custom verification mail. AWS: one that does not exist is no error.

import type {
  DeleteCustomVerificationEmailTemplateCommandInput,
  DeleteCustomVerificationEmailTemplateCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { verificationTemplates } from "../../repo.ts";

export const deleteCustomVerificationEmailTemplate = defineOperation<
  Input<DeleteCustomVerificationEmailTemplateCommandInput>,
  DeleteCustomVerificationEmailTemplateCommandOutput
>("DeleteCustomVerificationEmailTemplate", (input, context) => {
  context.store.write((tx) => verificationTemplates.remove(tx, context, input.TemplateName));
  return {};
});
