// SetUserSettings: switches text messages as a second factor on or off. AWS: superseded by SetUserMFAPreference.

import type {
  SetUserSettingsCommandInput,
  SetUserSettingsCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { authenticate } from "../auth/access-token.ts";
import { setFactors, smsSettings } from "../mfa.ts";

export const setUserSettings = defineOperation<Input<SetUserSettingsCommandInput>, SetUserSettingsCommandOutput>(
  "SetUserSettings",
  async ({ AccessToken, MFAOptions }, context) => {
    setFactors(context, await authenticate(context, AccessToken), smsSettings(MFAOptions));
    return {};
  },
);
