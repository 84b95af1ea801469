// SetUserPoolMfaConfig: sets the second factors of a pool.

import type {
  SetUserPoolMfaConfigCommandInput,
  SetUserPoolMfaConfigCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, notImplemented } from "../errors.ts";
import { describeMfa } from "../mfa.ts";
import { updatePool } from "../pools.ts";
import { requireSmsRole } from "../users/text-messages.ts";

export const setUserPoolMfaConfig = defineOperation<
  Input<SetUserPoolMfaConfigCommandInput>,
  SetUserPoolMfaConfigCommandOutput
>("SetUserPoolMfaConfig", async (input, context) => {
  const { UserPoolId, MfaConfiguration, SmsMfaConfiguration: sms, SoftwareTokenMfaConfiguration: token } = input;
  if (input.EmailMfaConfiguration !== undefined || input.WebAuthnConfiguration !== undefined)
    throw notImplemented("A second factor by e-mail or passkey");
  await requireSmsRole(context, context, UserPoolId, sms?.SmsConfiguration);
  const pool = updatePool(context, UserPoolId, (current) => {
    const mfa = {
      configuration: MfaConfiguration ?? current.mfa.configuration,
      isSmsEnabled: sms?.SmsConfiguration !== undefined,
      isSoftwareTokenEnabled: token?.Enabled === true,
    };
    if (mfa.configuration !== "OFF" && !mfa.isSmsEnabled && !mfa.isSoftwareTokenEnabled)
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
