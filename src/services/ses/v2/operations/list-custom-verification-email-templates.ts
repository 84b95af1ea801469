// ListCustomVerificationEmailTemplates: all custom verification mails, in pages.

import type {
  ListCustomVerificationEmailTemplatesCommandInput,
  ListCustomVerificationEmailTemplatesCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { writeVerificationTemplate } from "../../identities/custom-verification.ts";
import { verificationTemplates } from "../../repo.ts";
import { pageOf } from "../shapes.ts";

export const listCustomVerificationEmailTemplates = defineOperation<
  Input<ListCustomVerificationEmailTemplatesCommandInput>,
  ListCustomVerificationEmailTemplatesCommandOutput
>("ListCustomVerificationEmailTemplates", (input, context) => {
  const { items, next } = context.store.read((tx) =>
    pageOf(
      input,
      (after) => verificationTemplates.list(tx, context, after === undefined ? {} : { after }),
      ({ name }) => name,
    ),
  );
  return { CustomVerificationEmailTemplates: items.map(writeVerificationTemplate), ...next };
});
