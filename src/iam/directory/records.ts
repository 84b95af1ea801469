// What IAM stores. Policies, roles, users and groups belong to an account and to no region.

/** Common to users, groups and roles: what has a name, a path and policies. */
export interface EntityRecord {
  readonly v: 1;
  readonly name: string;
  /** Begins and ends with "/". */
  readonly path: string;
  /** The unique id, which tells a re-created entity from the first: AIDA..., AGPA..., AROA... */
  readonly id: string;
  readonly createdAtMs: number;
  /** Documents of inline policies by name. */
  readonly inlinePolicies: Readonly<Record<string, string>>;
  /** ARNs of managed policies in the order attached. */
  readonly attachedPolicies: readonly string[];
}

export interface UserRecord extends EntityRecord {
  readonly tags: Tags;
  readonly boundaryArn?: string;
  /** Names of groups in the order joined. */
  readonly groups: readonly string[];
  readonly login?: LoginProfile;
  /** Names of MFA devices in the order enabled. */
  readonly mfaDevices?: readonly string[];
}

/** A virtual MFA device: a secret that makes codes, enabled for one user or for nobody yet. */
export interface MfaDeviceRecord {
  readonly v: 1;
  /** With its path: "team/phone". */
  readonly name: string;
  readonly path: "/";
  /** In base 32. */
  readonly seed: string;
  readonly createdAtMs: number;
  readonly tags: Tags;
  readonly userName?: string;
  readonly enabledAtMs?: number;
  /** How far its clock was ahead when it was synchronized, in steps. */
  readonly driftSteps?: number;
  /** The step of the last code that was taken: no code up to it is taken again. */
  readonly lastStep?: number;
}

/** A user's password for the console: what proves it, never itself. */
export interface LoginProfile {
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  readonly isResetRequired: boolean;
  /** In hex. One for all passwords of a profile, so that a new one is held against those before by one hash. */
  readonly salt: string;
  /** Hashes in hex, the present password's first. */
  readonly hashes: readonly string[];
}

/** What passwords of an account's users have to be. */
export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requiresSymbols: boolean;
  readonly requiresNumbers: boolean;
  readonly requiresUppercase: boolean;
  readonly requiresLowercase: boolean;
  readonly allowsUsersToChange: boolean;
  readonly maximumAgeDays?: number;
  /** So many passwords before cannot be had again. */
  readonly remembered?: number;
  readonly hardExpiry?: boolean;
}

/** Who has which credentials, as it was when somebody asked. */
export interface CredentialReport {
  readonly v: 1;
  readonly generatedAtMs: number;
  /** Comma-separated values. */
  readonly content: string;
}

export interface GroupRecord extends EntityRecord {}

export interface RoleRecord extends EntityRecord {
  readonly tags: Tags;
  readonly boundaryArn?: string;
  readonly trustPolicy: string;
  readonly description?: string;
  readonly maxSessionSeconds: number;
}

export interface PolicyRecord {
  readonly v: 1;
  readonly name: string;
  readonly path: string;
  /** ANPA... */
  readonly id: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly description?: string;
  readonly tags: Tags;
  /** Oldest first. */
  readonly versions: readonly PolicyVersionRecord[];
  readonly defaultVersionId: string;
  /** Numbers are never used twice. */
  readonly nextVersion: number;
}

export interface PolicyVersionRecord {
  /** v1, v2, ... */
  readonly id: string;
  readonly document: string;
  readonly createdAtMs: number;
}

/** Who outside of the account signs tokens for which its roles may be assumed. */
export interface OidcProviderRecord {
  readonly v: 1;
  /** The issuer without its scheme: "accounts.example.com/tenant". */
  readonly name: string;
  readonly path: "/";
  /** "https:", or "http:" for one on this machine. */
  readonly scheme: "https:" | "http:";
  readonly createdAtMs: number;
  /** Whom its tokens may be for. */
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly tags: Tags;
}

/** Who outside of the account signs SAML responses for which its roles may be assumed. */
export interface SamlProviderRecord {
  readonly v: 1;
  readonly name: string;
  readonly path: "/";
  /** What tells a provider that was made again from the first: SAMLProviderUUID. */
  readonly id: string;
  readonly createdAtMs: number;
  readonly validUntilMs: number;
  /** The metadata document as it was given. */
  readonly metadata: string;
  readonly tags: Tags;
}

export interface AccessKeyRecord {
  readonly v: 1;
  readonly id: string;
  readonly account: string;
  readonly userName: string;
  readonly secret: string;
  readonly isActive: boolean;
  readonly createdAtMs: number;
}

export interface InstanceProfileRecord {
  readonly v: 1;
  readonly name: string;
  readonly path: string;
  /** AIPA... */
  readonly id: string;
  readonly createdAtMs: number;
  /** AWS: at most one. */
  readonly roleName?: string;
  readonly tags: Tags;
}

export interface AccountRecord {
  readonly v: 1;
  readonly account: string;
  /** The environment that the account was made for. */
  readonly name: string;
  readonly createdAtMs: number;
  readonly alias?: string;
  /** From its beginning it is indexed who uses which managed policy. */
  readonly hasPolicyUses?: true;
}

export type Tags = Readonly<Record<string, string>>;
