// VerifyEmailAddress: the older name of VerifyEmailIdentity.

import type { VerifyEmailAddressCommandInput, VerifyEmailAddressCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { beginVerification } from "../../identities/verification.ts";

export const verifyEmailAddress = defineOperation<
  Input<VerifyEmailAddressCommandInput>,
  VerifyEmailAddressCommandOutput
>("VerifyEmailAddress", (input, context) => {
  beginVerification(context, input.EmailAddress);
  return {};
});
