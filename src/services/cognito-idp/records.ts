// What the store keeps of user pools.

import type {
  AccountRecoverySettingType,
  AdminCreateUserConfigType,
  AuthFactorType,
  EmailConfigurationType,
  EmailMfaConfigType,
  LambdaConfigType,
  PasswordPolicyType,
  RefreshTokenRotationType,
  SchemaAttributeType,
  SecurityPolicyType,
  SmsConfigurationType,
  TokenValidityUnitsType,
  UserAttributeUpdateSettingsType,
  UserPoolMfaType,
  VerificationMessageTemplateType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { SigningKey } from "../../service/openid/signing-key.ts";

/** What a customer sets of a pool; the names are the API's. */
export interface PoolSettings {
  readonly Policies: {
    readonly PasswordPolicy: Required<Omit<PasswordPolicyType, "PasswordHistorySize">>;
    readonly SignInPolicy?: { readonly AllowedFirstAuthFactors: readonly AuthFactorType[] };
  };
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
  /** Codes by e-mail, with the words of the message where the customer gave some. */
  readonly email?: EmailMfaConfigType;
}

/** A name under which a pool's pages are, with its certificate. */
export interface CustomDomain {
  readonly name: string;
  readonly certificateArn: string;
  readonly securityPolicy?: SecurityPolicyType;
  /** Where AWS's DNS has it. */
  readonly cloudFrontName: string;
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
  /** A name of the customer's own for them. */
  readonly customDomain?: CustomDomain;
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
  readonly RefreshTokenRotation?: RefreshTokenRotationType;
  /** Minutes. */
  readonly AuthSessionValidity: number;
}

export interface ClientRecord {
  readonly v: 1;
  readonly clientId: string;
  readonly poolId: string;
  readonly secret?: string;
  /** Where it is not the one that the client was made with. */
  readonly secretCreatedAtMs?: number;
  /** A second secret: one takes the other's place without a moment in which neither is good. */
  readonly nextSecret?: { readonly value: string; readonly createdAtMs: number };
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  readonly settings: ClientSettings;
}

export type UserStatus = "UNCONFIRMED" | "CONFIRMED" | "FORCE_CHANGE_PASSWORD" | "RESET_REQUIRED" | "EXTERNAL_PROVIDER";

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

/** What comes after a password. AWS: SetUserMFAPreference. */
export type SecondFactor = "SOFTWARE_TOKEN_MFA" | "SMS_MFA" | "EMAIL_OTP";

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
  readonly factors: readonly SecondFactor[];
  /** Failed sign-ins since the last good one, and when the next is heard. */
  readonly failures?: { readonly count: number; readonly lockedUntilMs: number };
  /** Whom other identity providers know the user as. */
  readonly identities?: readonly Identity[];
}

/** An identity provider's account of a user. */
export interface Identity {
  readonly providerName: string;
  readonly providerType: ProviderType;
  /** SUBJECT, or the attribute by which the account was linked before its owner first came. */
  readonly attribute: string;
  /** The provider's name for the account: the value of that attribute. */
  readonly userId: string;
  /** The account that made the user, not one that was linked to it. */
  readonly isPrimary: boolean;
  readonly createdAtMs: number;
}

export type ProviderType = "OIDC" | "Google" | "Facebook" | "LoginWithAmazon" | "SignInWithApple";

/** Another identity provider, whose users may sign in. */
export interface ProviderRecord {
  readonly v: 1;
  readonly name: string;
  readonly type: ProviderType;
  /** ProviderDetails, complete with what was discovered. */
  readonly details: Readonly<Record<string, string>>;
  /** The pool's attributes, and the claims that they come from. */
  readonly attributeMapping: Readonly<Record<string, string>>;
  readonly identifiers: readonly string[];
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
}

/** A visitor who was sent to another identity provider, under the hash of the state that comes back. */
export interface FederationRecord {
  readonly v: 1;
  readonly providerName: string;
  /** What the application asked for. */
  readonly query: Readonly<Record<string, string>>;
  /** The hash of what the visitor's browser keeps in a cookie. */
  readonly browserHash: string;
  readonly nonce: string;
  /** RFC 7636. */
  readonly codeVerifier: string;
  readonly redirectUri: string;
  readonly expiresAtMs: number;
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
  /** Of a token that another has taken the place of: until when a client may try again with it. */
  readonly rotatedUntilMs?: number;
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
