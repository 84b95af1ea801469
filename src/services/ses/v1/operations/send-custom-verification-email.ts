// SendCustomVerificationEmail: a mail whose link verifies its recipient, in the account's own words.

import type {
  SendCustomVerificationEmailCommandInput,
  SendCustomVerificationEmailCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { sendCustomVerification } from "../../identities/custom-verification.ts";
import { loadAccount } from "../../repo.ts";
import { faults, fromNotVerified, productionAccessNotGranted, verificationTemplateMissing } from "../errors.ts";

const FAULTS = { missing: verificationTemplateMissing, from: fromNotVerified };

export const sendCustomVerificationEmail = defineOperation<
  Input<SendCustomVerificationEmailCommandInput>,
  SendCustomVerificationEmailCommandOutput
>("SendCustomVerificationEmail", (input, context) => {
  if (!context.store.read((tx) => loadAccount(tx, context)).isInProduction) throw productionAccessNotGranted();
  return { MessageId: sendCustomVerification(context, input, FAULTS, faults) };
});
