// SendCustomVerificationEmail: a mail whose link verifies its recipient, in the account's own words.

import type {
  SendCustomVerificationEmailCommandInput,
  SendCustomVerificationEmailCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { sendCustomVerification } from "../../identities/custom-verification.ts";
import { loadAccount } from "../../repo.ts";
import { faults, productionAccessNotGranted, verificationTemplateMissing } from "../errors.ts";

export const sendCustomVerificationEmail = defineOperation<
  Input<SendCustomVerificationEmailCommandInput>,
  SendCustomVerificationEmailCommandOutput
>("SendCustomVerificationEmail", (input, context) => {
  if (!context.store.read((tx) => loadAccount(tx, context)).isInProduction) throw productionAccessNotGranted();
  return { MessageId: sendCustomVerification(context, input, verificationTemplateMissing, faults) };
});
