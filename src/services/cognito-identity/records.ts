// What the store keeps of identity pools.

import type { CognitoIdentityProvider, RoleMapping } from "@aws-sdk/client-cognito-identity";

/** What a customer sets of a pool; the names are the API's. */
export interface PoolSettings {
  readonly IdentityPoolName: string;
  readonly AllowUnauthenticatedIdentities: boolean;
  readonly AllowClassicFlow?: boolean;
  /** Applications by the provider that knows them: accounts.google.com. */
  readonly SupportedLoginProviders?: Readonly<Record<string, string>>;
  readonly DeveloperProviderName?: string;
  readonly OpenIdConnectProviderARNs?: readonly string[];
  readonly CognitoIdentityProviders?: readonly CognitoIdentityProvider[];
}

export interface PoolRecord {
  readonly v: 1;
  /** REGION:UUID */
  readonly poolId: string;
  readonly createdAtMs: number;
  readonly settings: PoolSettings;
  readonly tags: Readonly<Record<string, string>>;
  readonly roles: Partial<Readonly<Record<"authenticated" | "unauthenticated", string>>>;
  /** By provider: a user pool's with its client, PROVIDER:CLIENT_ID. */
  readonly roleMappings: Readonly<Record<string, RoleMapping>>;
}

export interface IdentityRecord {
  readonly v: 1;
  /** REGION:UUID */
  readonly identityId: string;
  readonly poolId: string;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  /** Who it is at each provider, by the provider's name. */
  readonly logins: Readonly<Record<string, string>>;
  /** Who it is in the customer's own directory. */
  readonly developerUsers: readonly string[];
  /** An identity that lost its last login, or was merged into another, is nobody's any more. */
  readonly isDisabled: boolean;
}

/** Which claims of a provider's tokens become tags of the sessions. */
export interface TagMapRecord {
  readonly v: 1;
  readonly usesDefaults: boolean;
  /** Claims by tag. */
  readonly tags: Readonly<Record<string, string>>;
}
