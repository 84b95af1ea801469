// AdminSetUserMFAPreference: sets the second factors of a user.

import type {
  AdminSetUserMFAPreferenceCommandInput,
  AdminSetUserMFAPreferenceCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireConfirmed } from "../auth/sign-in.ts";
import { locateUser } from "../users/locate.ts";
import { setFactors } from "../mfa.ts";

export const adminSetUserMFAPreference = defineOperation<
  Input<AdminSetUserMFAPreferenceCommandInput>,
  AdminSetUserMFAPreferenceCommandOutput
>("AdminSetUserMFAPreference", ({ UserPoolId, Username, ...settings }, context) => {
  const located = locateUser(context, UserPoolId, Username);
  // AWS: AdminSetUserMFAPreference: UserNotConfirmedException, PasswordResetRequiredException.
  requireConfirmed(located.user);
  setFactors(context, located, settings);
  return {};
});
