// AdminConfirmSignUp: confirms a user without a code.

import type {
  AdminConfirmSignUpCommandInput,
  AdminConfirmSignUpCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { locateUser } from "../users/locate.ts";
import { confirm } from "../users/confirmation.ts";

export const adminConfirmSignUp = defineOperation<
  Input<AdminConfirmSignUpCommandInput>,
  AdminConfirmSignUpCommandOutput
>("AdminConfirmSignUp", async ({ UserPoolId, Username, ClientMetadata }, context) => {
  const located = locateUser(context, UserPoolId, Username);
  const source = "PostConfirmation_ConfirmSignUp";
  await confirm(context, located, { verified: [], source, clientMetadata: ClientMetadata });
  return {};
});
