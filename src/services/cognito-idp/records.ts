// What the store keeps of user pools.

import type {
  AccountRecoverySettingType,
  AdminCreateUserConfigType,
  EmailConfigurationType,
  LambdaConfigType,
  PasswordPolicyType,
  SchemaAttributeType,
  SmsConfigurationType,
  TokenValidityUnitsType,
  UserAttributeUpdateSettingsType,
  UserPoolMfaType,
  VerificationMessageTemplateType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { SigningKey } from "../../service/openid/signing-key.ts";

/** What a customer sets of a pool; the names are the API's. */
export interface PoolSettings {
  readonly Policies: { readonly PasswordPolicy: Required<Omit<PasswordPolicyType, "PasswordHistorySize">> };
  readonly DeletionProtection: "ACTIVE" | "INACTIVE";
  readonly LambdaConfig?: LambdaConfigType;
  readonly AutoVerifiedAttributes?: readonly ("email" | "phone_number")[];
  readonly AliasAttributes?: readonly ("email" | "phone_number" | "preferred_username")[];
  readonly UsernameAttributes?: readonly ("email" | "phone_number")[];
  readonly UsernameConfiguration: { readonly CaseSensitive: boolean };
  readonly VerificationMessageTemplate?: VerificationMessageTemplateType;
  readonly SmsVerificationMessage?: string;
  readonly EmailVerificationMessage?: string;
  readonly EmailVerificationSubject?: string;
  readonly SmsAuthenticationMessage?: string;
  readonly UserAttributeUpdateSettings?: UserAttributeUpdateSettingsType;
  readonly EmailConfiguration?: EmailConfigurationType;
  readonly SmsConfiguration?: SmsConfigurationType;
  readonly AdminCreateUserConfig: AdminCreateUserConfigType;
  readonly AccountRecoverySetting?: AccountRecoverySettingType;
  readonly UserPoolTier: "LITE" | "ESSENTIALS" | "PLUS";
}

/** Second factors of a pool. */
export interface MfaRecord {
  readonly configuration: UserPoolMfaType;
  readonly isSoftwareTokenEnabled: boolean;
  readonly isSmsEnabled: boolean;
}

export interface PoolRecord {
  readonly v: 1;
  readonly poolId: string;
  readonly name: string;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  readonly settings: PoolSettings;
  readonly mfa: MfaRecord;
  /** Standard attributes first, then the customer's. */
  readonly schema: readonly SchemaAttributeType[];
  readonly tags: Readonly<Record<string, string>>;
  readonly signingKey: SigningKey;
  /** The prefix of its hosted pages, if it has them. */
  readonly domain?: string;
}

export interface ClientSettings {
  readonly ClientName: string;
  /** In the unit of TokenValidityUnits. */
  readonly RefreshTokenValidity: number;
  readonly AccessTokenValidity?: number;
  readonly IdTokenValidity?: number;
  readonly TokenValidityUnits?: TokenValidityUnitsType;
  readonly ReadAttributes?: readonly string[];
  readonly WriteAttributes?: readonly string[];
  readonly ExplicitAuthFlows: readonly string[];
  readonly SupportedIdentityProviders?: readonly string[];
  readonly CallbackURLs?: readonly string[];
  readonly LogoutURLs?: readonly string[];
  readonly DefaultRedirectURI?: string;
  readonly AllowedOAuthFlows?: readonly string[];
  readonly AllowedOAuthScopes?: readonly string[];
  readonly AllowedOAuthFlowsUserPoolClient: boolean;
  readonly PreventUserExistenceErrors: "LEGACY" | "ENABLED";
  readonly EnableTokenRevocation: boolean;
  /** Minutes. */
  readonly AuthSessionValidity: number;
}

export interface ClientRecord {
  readonly v: 1;
  readonly clientId: string;
  readonly poolId: string;
  readonly secret?: string;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  readonly settings: ClientSettings;
}

export type UserStatus = "UNCONFIRMED" | "CONFIRMED" | "FORCE_CHANGE_PASSWORD" | "RESET_REQUIRED";

/** A password as SRP keeps it: enough to check it, and not to know it. Numbers in hexadecimal. */
export interface Verifier {
  readonly salt: string;
  readonly verifier: string;
}

/** A code that was sent to somebody. */
export interface CodeRecord {
  readonly code: string;
  readonly expiresAtMs: number;
  readonly attempts: number;
}

/** What a code is for: the sign-up, a forgotten password, or an attribute's verification. */
export type CodePurpose = "sign-up" | "forgot-password" | "attribute:email" | "attribute:phone_number";

export interface UserRecord {
  readonly v: 1;
  readonly username: string;
  readonly sub: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly status: UserStatus;
  readonly isEnabled: boolean;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  readonly password?: Verifier;
  /** Until when a temporary password is good. */
  readonly temporaryUntilMs?: number;
  readonly codes: Partial<Readonly<Record<CodePurpose, CodeRecord>>>;
  /** A new value that waits for its verification. */
  readonly pendingAttributes?: Readonly<Record<string, string>>;
  readonly softwareToken?: { readonly secret: string; readonly isVerified: boolean; readonly lastStep?: number };
  /** The second factors that the user has switched on, the preferred one first. */
  readonly factors: readonly ("SOFTWARE_TOKEN_MFA" | "SMS_MFA")[];
  /** Failed sign-ins since the last good one, and when the next is heard. */
  readonly failures?: { readonly count: number; readonly lockedUntilMs: number };
}

export interface GroupRecord {
  readonly v: 1;
  readonly name: string;
  readonly description?: string;
  readonly roleArn?: string;
  readonly precedence?: number;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
}

export interface ResourceServerRecord {
  readonly v: 1;
  readonly identifier: string;
  readonly name: string;
  readonly scopes: readonly { readonly name: string; readonly description: string }[];
}

/** A sign-in that waits for the answer to a challenge. */
export interface SessionRecord {
  readonly v: 1;
  readonly clientId: string;
  readonly username: string;
  readonly challenge: string;
  readonly expiresAtMs: number;
  /** What the challenge has to know again: SRP's numbers, the parameters and answers of custom challenges. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** A refresh token, under its hash. */
export interface RefreshTokenRecord {
  readonly v: 1;
  readonly clientId: string;
  readonly username: string;
  readonly originJti: string;
  readonly scopes: readonly string[];
  readonly authTimeMs: number;
  readonly expiresAtMs: number;
}

/** A code of the authorization code grant, under its hash. */
export interface GrantRecord {
  readonly v: 1;
  readonly clientId: string;
  readonly username: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly nonce?: string;
  /** RFC 7636: what the verifier hashes to. */
  readonly codeChallenge?: string;
  readonly expiresAtMs: number;
}
