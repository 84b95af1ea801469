// GetUserAttributeVerificationCode: sends a code that verifies an address or a number.

import type {
  GetUserAttributeVerificationCodeCommandInput,
  GetUserAttributeVerificationCodeCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { authenticate } from "../auth/access-token.ts";
import { invalidParameter } from "../errors.ts";
import { sendCode } from "../users/codes.ts";

export const getUserAttributeVerificationCode = defineOperation<
  Input<GetUserAttributeVerificationCodeCommandInput>,
  GetUserAttributeVerificationCodeCommandOutput
>("GetUserAttributeVerificationCode", async ({ AccessToken, AttributeName, ClientMetadata }, context) => {
  const holder = await authenticate(context, AccessToken);
  if (AttributeName !== "email" && AttributeName !== "phone_number")
    throw invalidParameter("Only email and phone_number can be verified.");
  const destination = holder.user.pendingAttributes?.[AttributeName] ?? holder.user.attributes[AttributeName];
  if (destination === undefined) throw invalidParameter(`The user has no ${AttributeName}.`);
  const CodeDeliveryDetails = await sendCode(context, holder, {
    purpose: `attribute:${AttributeName}`,
    kind: "VerifyUserAttribute",
    medium: AttributeName === "email" ? "EMAIL" : "SMS",
    destination,
    clientId: holder.client.clientId,
    clientMetadata: ClientMetadata,
  });
  return { CodeDeliveryDetails };
});
