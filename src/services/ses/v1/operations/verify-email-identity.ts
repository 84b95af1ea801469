// VerifyEmailIdentity: sends a mail whose link verifies the address.

import type { VerifyEmailIdentityCommandInput, VerifyEmailIdentityCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { beginVerification } from "../../identities/verification.ts";

export const verifyEmailIdentity = defineOperation<
  Input<VerifyEmailIdentityCommandInput>,
  VerifyEmailIdentityCommandOutput
>("VerifyEmailIdentity", (input, context) => {
  beginVerification(context, input.EmailAddress);
  return {};
});
