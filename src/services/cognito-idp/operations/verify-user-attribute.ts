// VerifyUserAttribute: verifies an address or a number with the code that was sent.

import type {
  VerifyUserAttributeCommandInput,
  VerifyUserAttributeCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { authenticate } from "../auth/access-token.ts";
import { invalidParameter } from "../errors.ts";
import { takeCode } from "../users/codes.ts";
import { updateUser } from "../users/users.ts";

export const verifyUserAttribute = defineOperation<
  Input<VerifyUserAttributeCommandInput>,
  VerifyUserAttributeCommandOutput
>("VerifyUserAttribute", async ({ AccessToken, AttributeName, Code }, context) => {
  const holder = await authenticate(context, AccessToken);
  if (AttributeName !== "email" && AttributeName !== "phone_number")
    throw invalidParameter("Only email and phone_number can be verified.");
  const user = takeCode(context, holder, `attribute:${AttributeName}`, Code);
  updateUser(context, { ...holder, user }, (current) => {
    const { [AttributeName]: pending, ...pendingAttributes } = current.pendingAttributes ?? {};
    return {
      ...current,
      pendingAttributes,
      attributes: {
        ...current.attributes,
        ...(pending !== undefined && { [AttributeName]: pending }),
        [`${AttributeName}_verified`]: "true",
      },
    };
  });
  return {};
});
