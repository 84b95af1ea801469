// AdminResetUserPassword: makes a user choose a new password, by a code.

import type {
  AdminResetUserPasswordCommandInput,
  AdminResetUserPasswordCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { locateUser } from "../users/locate.ts";
import { invalidParameter, notAuthorized } from "../errors.ts";
import { sendCode } from "../users/codes.ts";
import { recoveryTarget } from "../users/confirmation.ts";
import { updateUser } from "../users/users.ts";

export const adminResetUserPassword = defineOperation<
  Input<AdminResetUserPasswordCommandInput>,
  AdminResetUserPasswordCommandOutput
>("AdminResetUserPassword", async ({ UserPoolId, Username, ClientMetadata }, context) => {
  const located = locateUser(context, UserPoolId, Username);
  if (located.user.status === "EXTERNAL_PROVIDER")
    throw notAuthorized("User password cannot be reset in the current state.");
  const target = recoveryTarget(located.pool, located.user);
  if (target === undefined)
    throw invalidParameter(
      "Cannot reset password for the user as there is no registered/verified email or phone_number",
    );
  const user = updateUser(context, located, (current) => ({ ...current, status: "RESET_REQUIRED" }));
  await sendCode(
    context,
    { ...located, user },
    {
      ...target,
      purpose: "forgot-password",
      kind: "ForgotPassword",
      clientMetadata: ClientMetadata,
    },
  );
  return {};
});
