// AdminSetUserSettings: switches text messages as a user's second factor on or off. AWS: superseded by AdminSetUserMFAPreference.

import type {
  AdminSetUserSettingsCommandInput,
  AdminSetUserSettingsCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { setFactors, smsSettings } from "../mfa.ts";
import { locateUser } from "../users/locate.ts";

export const adminSetUserSettings = defineOperation<
  Input<AdminSetUserSettingsCommandInput>,
  AdminSetUserSettingsCommandOutput
>("AdminSetUserSettings", ({ UserPoolId, Username, MFAOptions }, context) => {
  setFactors(context, locateUser(context, UserPoolId, Username), smsSettings(MFAOptions));
  return {};
});
