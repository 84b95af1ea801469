// SendCustomVerificationEmail: a mail whose link verifies its recipient, in the account's own words.

import type {
  SendCustomVerificationEmailCommandInput,
  SendCustomVerificationEmailCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { sendCustomVerification } from "../../identities/custom-verification.ts";
import { faults, verificationTemplateNotFound } from "../errors.ts";

// AWS: MessageRejected, as of all mails whose sender is not verified.
const FAULTS = {
  missing: verificationTemplateNotFound,
  from: (address: string) => faults.rejected(`Email address is not verified: ${address}`),
};

export const sendCustomVerificationEmail = defineOperation<
  Input<SendCustomVerificationEmailCommandInput>,
  SendCustomVerificationEmailCommandOutput
>("SendCustomVerificationEmail", (input, context) => ({
  MessageId: sendCustomVerification(context, input, FAULTS, faults),
}));
