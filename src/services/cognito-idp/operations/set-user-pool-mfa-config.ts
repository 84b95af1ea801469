// SetUserPoolMfaConfig: sets the second factors of a pool.

import type {
  SetUserPoolMfaConfigCommandInput,
  SetUserPoolMfaConfigCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { notInTier, invalidParameter, notImplemented } from "../errors.ts";
import { describeMfa } from "../mfa.ts";
import { given, requireSmsSettings, updatePool } from "../pools.ts";
import { requireSmsRole } from "../users/text-messages.ts";

export const setUserPoolMfaConfig = defineOperation<
  Input<SetUserPoolMfaConfigCommandInput>,
  SetUserPoolMfaConfigCommandOutput
>("SetUserPoolMfaConfig", async (input, context) => {
  const { UserPoolId, MfaConfiguration, SmsMfaConfiguration: sms, SoftwareTokenMfaConfiguration: token } = input;
  const { EmailMfaConfiguration: email } = input;
  if (input.WebAuthnConfiguration !== undefined) throw notImplemented("Passkeys");
  requireSmsSettings(sms?.SmsConfiguration);
  await requireSmsRole(context, context, UserPoolId, sms?.SmsConfiguration);
  const pool = updatePool(context, UserPoolId, (current) => {
    // AWS: codes by e-mail are of the Essentials tier.
    if (email !== undefined && current.settings.UserPoolTier === "LITE")
      throw notInTier("Email MFA is not available in the Lite tier.");
    const mfa = {
      configuration: MfaConfiguration ?? current.mfa.configuration,
      isSmsEnabled: sms?.SmsConfiguration !== undefined,
      isSoftwareTokenEnabled: token?.Enabled === true,
      ...(email !== undefined && { email: given(email) }),
    };
    const isAny = mfa.isSmsEnabled || mfa.isSoftwareTokenEnabled || email !== undefined;
    if (mfa.configuration !== "OFF" && !isAny)
      throw invalidParameter("Invalid MFA configuration given, at least one MFA type should be enabled.");
    const { SmsConfiguration = current.settings.SmsConfiguration, SmsAuthenticationMessage } = sms ?? {};
    const settings = {
      ...current.settings,
      ...(SmsConfiguration !== undefined && { SmsConfiguration }),
      ...(SmsAuthenticationMessage !== undefined && { SmsAuthenticationMessage }),
    };
    return { ...current, mfa, settings };
  });
  return describeMfa(pool);
});
