// What AWS Organizations stores: an organization with its tree, its policies, and who was invited.

/** Kinds of policies that are enforced here; the others answer that they are not there. */
export type PolicyType = "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY";

export interface OrganizationRecord {
  readonly v: 1;
  /** "o-..." */
  readonly id: string;
  readonly managementAccount: string;
  readonly featureSet: "ALL" | "CONSOLIDATED_BILLING";
  /** "r-..." */
  readonly rootId: string;
  /** Of the root. */
  readonly enabledTypes: readonly PolicyType[];
  /** Services that may act in the whole organization, and since when. */
  readonly services: Readonly<Record<string, number>>;
}

export interface UnitRecord {
  readonly v: 1;
  /** "ou-..." */
  readonly id: string;
  readonly name: string;
  readonly parentId: string;
}

export interface MemberRecord {
  readonly v: 1;
  readonly account: string;
  readonly name: string;
  readonly email: string;
  readonly parentId: string;
  readonly joinedAtMs: number;
  readonly joinedMethod: "CREATED" | "INVITED";
  readonly isClosed: boolean;
  /** For which services it administers the organization, and since when. */
  readonly delegations: Readonly<Record<string, number>>;
}

export interface PolicyRecord {
  readonly v: 1;
  /** "p-..." */
  readonly id: string;
  readonly type: PolicyType;
  readonly name: string;
  readonly description: string;
  readonly content: string;
  readonly isAwsManaged: boolean;
}

export interface CreationRecord {
  readonly v: 1;
  /** "car-..." */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roleName: string;
  readonly tags: Tags;
  readonly state: "IN_PROGRESS" | "SUCCEEDED" | "FAILED";
  readonly requestedAtMs: number;
  readonly completedAtMs?: number;
  readonly account?: string;
  readonly failureReason?: "ACCOUNT_LIMIT_EXCEEDED" | "EMAIL_ALREADY_EXISTS";
}

/** An invitation. */
export interface HandshakeRecord {
  readonly v: 1;
  /** "h-..." */
  readonly id: string;
  readonly organizationId: string;
  readonly managementAccount: string;
  readonly account: string;
  /** How the account was named: by its id or its address. */
  readonly target: { readonly Id: string; readonly Type: "ACCOUNT" | "EMAIL" };
  readonly notes?: string;
  readonly tags: Tags;
  readonly state: "OPEN" | "ACCEPTED" | "DECLINED" | "CANCELED";
  readonly requestedAtMs: number;
  readonly expiresAtMs: number;
}

export type Tags = Readonly<Record<string, string>>;
