// SetUserMFAPreference: sets the second factors of whoever has signed in.

import type {
  SetUserMFAPreferenceCommandInput,
  SetUserMFAPreferenceCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { authenticate } from "../auth/access-token.ts";
import { setFactors } from "../mfa.ts";

export const setUserMFAPreference = defineOperation<
  Input<SetUserMFAPreferenceCommandInput>,
  SetUserMFAPreferenceCommandOutput
>("SetUserMFAPreference", async ({ AccessToken, ...settings }, context) => {
  setFactors(context, await authenticate(context, AccessToken), settings);
  return {};
});
