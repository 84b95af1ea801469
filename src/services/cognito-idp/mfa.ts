// Second factors: what a pool has, and what a user has switched on. AWS: "Adding MFA to a user pool".

import type {
  GetUserPoolMfaConfigResponse,
  SMSMfaSettingsType,
  SoftwareTokenMfaSettingsType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { YardContext } from "../../service/context.ts";
import { invalidParameter, notImplemented } from "./errors.ts";
import type { PoolRecord, UserRecord } from "./records.ts";
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
  };
}

/** A user's factors, as answers have them. */
export function describeFactors({ factors }: UserRecord) {
  const [first] = factors;
  return first === undefined ? {} : { PreferredMfaSetting: first, UserMFASettingList: [...factors] };
}

/** Switches factors of a user on and off, and says which comes first. AWS: SetUserMFAPreference. */
export function setFactors(
  yard: YardContext,
  located: Located,
  settings: {
    readonly SMSMfaSettings?: SMSMfaSettingsType | undefined;
    readonly SoftwareTokenMfaSettings?: SoftwareTokenMfaSettingsType | undefined;
    readonly EmailMfaSettings?: unknown;
    readonly WebAuthnMfaSettings?: unknown;
  },
): void {
  if (settings.EmailMfaSettings !== undefined || settings.WebAuthnMfaSettings !== undefined)
    throw notImplemented("A second factor by e-mail or passkey");
  const changes = [
    ["SOFTWARE_TOKEN_MFA", settings.SoftwareTokenMfaSettings],
    ["SMS_MFA", settings.SMSMfaSettings],
  ] as const;
  if (changes.every(([, change]) => change?.PreferredMfa === true))
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
      requirePossible(user, factor);
      factors = change.PreferredMfa === true ? [factor, ...rest] : [...rest, factor];
    }
    return { ...user, factors };
  });
}

function requirePossible(user: UserRecord, factor: "SOFTWARE_TOKEN_MFA" | "SMS_MFA"): void {
  if (factor === "SOFTWARE_TOKEN_MFA" && user.softwareToken?.isVerified !== true)
    throw invalidParameter("User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA");
  if (factor === "SMS_MFA" && user.attributes["phone_number"] === undefined)
    throw invalidParameter("User does not have delivery config set to turn on SMS_MFA");
}
