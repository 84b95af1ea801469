// Second factors: what a pool has, and what a user has switched on. AWS: "Adding MFA to a user pool".

import type {
  EmailMfaSettingsType,
  GetUserPoolMfaConfigResponse,
  MFAOptionType,
  SMSMfaSettingsType,
  SoftwareTokenMfaSettingsType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { YardContext } from "../../service/context.ts";
import { invalidParameter, notImplemented } from "./errors.ts";
import type { PoolRecord, SecondFactor, UserRecord } from "./records.ts";
import { type Located, updateUser } from "./users/users.ts";

/** A pool's configuration, as answers have it. */
export function describeMfa({ mfa, settings }: PoolRecord): GetUserPoolMfaConfigResponse {
  const { SmsConfiguration, SmsAuthenticationMessage } = settings;
  return {
    MfaConfiguration: mfa.configuration,
    ...(mfa.isSmsEnabled && {
      SmsMfaConfiguration: {
        ...(SmsConfiguration !== undefined && { SmsConfiguration }),
        ...(SmsAuthenticationMessage !== undefined && { SmsAuthenticationMessage }),
      },
    }),
    SoftwareTokenMfaConfiguration: { Enabled: mfa.isSoftwareTokenEnabled },
    ...(mfa.email !== undefined && { EmailMfaConfiguration: { ...mfa.email } }),
  };
}

/** A user's factors, as answers have them. */
export function describeFactors({ factors }: UserRecord) {
  const [first] = factors;
  return first === undefined ? {} : { PreferredMfaSetting: first, UserMFASettingList: [...factors] };
}

/** What MFAOptions say. AWS: SetUserSettings: text messages, or none. */
export function smsSettings(options: readonly MFAOptionType[]): { readonly SMSMfaSettings: SMSMfaSettingsType } {
  for (const { DeliveryMedium, AttributeName } of options)
    if (DeliveryMedium !== "SMS" || AttributeName !== "phone_number")
      throw invalidParameter("MFAOptions can only have the delivery medium SMS and the attribute phone_number.");
  return { SMSMfaSettings: { Enabled: options.length > 0 } };
}

/** Switches factors of a user on and off, and says which comes first. AWS: SetUserMFAPreference. */
export function setFactors(
  yard: YardContext,
  located: Located,
  settings: {
    readonly SMSMfaSettings?: SMSMfaSettingsType | undefined;
    readonly SoftwareTokenMfaSettings?: SoftwareTokenMfaSettingsType | undefined;
    readonly EmailMfaSettings?: EmailMfaSettingsType | undefined;
    readonly WebAuthnMfaSettings?: unknown;
  },
): void {
  if (settings.WebAuthnMfaSettings !== undefined) throw notImplemented("A passkey as a second factor");
  const changes = [
    ["SOFTWARE_TOKEN_MFA", settings.SoftwareTokenMfaSettings],
    ["SMS_MFA", settings.SMSMfaSettings],
    ["EMAIL_OTP", settings.EmailMfaSettings],
  ] as const;
  if (changes.filter(([, change]) => change?.PreferredMfa === true).length > 1)
    throw invalidParameter("Only one of the MFA methods can be preferred.");
  updateUser(yard, located, (user) => {
    let { factors } = user;
    for (const [factor, change] of changes) {
      if (change === undefined) continue;
      const rest = factors.filter((each) => each !== factor);
      if (change.Enabled !== true) {
        factors = rest;
        continue;
      }
      requirePossible(located.pool, user, factor);
      factors = change.PreferredMfa === true ? [factor, ...rest] : [...rest, factor];
    }
    return { ...user, factors };
  });
}

function requirePossible({ mfa }: PoolRecord, user: UserRecord, factor: SecondFactor): void {
  if (factor === "SOFTWARE_TOKEN_MFA" && user.softwareToken?.isVerified !== true)
    throw invalidParameter("User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA");
  if (factor === "SMS_MFA" && user.attributes["phone_number"] === undefined)
    throw invalidParameter("User does not have delivery config set to turn on SMS_MFA");
  if (factor === "EMAIL_OTP" && (mfa.email === undefined || user.attributes["email"] === undefined))
    throw invalidParameter("User does not have delivery config set to turn on EMAIL_OTP");
}
