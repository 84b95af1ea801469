// Who a principal is to a policy: which entries of a Principal element name it, and which condition keys follow from it.

import type { ConditionValues } from "./authorization.ts";
import type { PrincipalElement } from "./policy.ts";
import type { Claimant, Federation, Principal } from "./principal.ts";

/**
 * How a resource's policy names a principal, weakest first. AWS: "Evaluating identity-based policies with
 * resource-based policies": the account only delegates to its own policies; a role's ARN is still limited by boundary
 * and session policy; a user's or session's own ARN, a service and "*" grant directly.
 */
export type Grant = "none" | "account" | "role" | "direct";

interface Names {
  /** Entries of "AWS" that name the principal itself. */
  readonly direct: ReadonlySet<string>;
  /** Entries of "AWS" that name its role (or the user behind a federated session). */
  readonly role: ReadonlySet<string>;
  /** Entries of "AWS" that name its account. */
  readonly account: ReadonlySet<string>;
  readonly service: string | undefined;
  /** The entry of "Federated" that names the provider of its token. */
  readonly federated?: string;
  readonly conditions: ConditionValues;
}

// Principals live as long as their credentials are cached, so what follows from one is computed once.
const namesByPrincipal = new WeakMap<Claimant, Names>();

/** How strongly `element` names the principal. */
export function grantOf(element: PrincipalElement, principal: Claimant): Grant {
  if (element === "*") return "direct";
  const names = namesOf(principal);
  if (names.service !== undefined && element.Service?.includes(names.service) === true) return "direct";
  if (names.federated !== undefined && element.Federated?.includes(names.federated) === true) return "direct";
  let grant: Grant = "none";
  for (const entry of element.AWS ?? []) {
    if (entry === "*" || names.direct.has(entry)) return "direct";
    if (names.role.has(entry)) grant = "role";
    else if (grant === "none" && names.account.has(entry)) grant = "account";
  }
  return grant;
}

/**
 * True if NotPrincipal spares the principal. AWS: "AWS JSON policy elements: NotPrincipal": a session is spared only if
 * its session, its role and its account are all listed, a user only together with the account.
 */
export function isSpared(element: PrincipalElement, principal: Claimant): boolean {
  if (element === "*") return true;
  const names = namesOf(principal);
  if (names.service !== undefined) return element.Service?.includes(names.service) === true;
  if (names.federated !== undefined) return element.Federated?.includes(names.federated) === true;
  const entries = element.AWS ?? [];
  if (entries.includes("*")) return true;
  const isListed = (group: ReadonlySet<string>): boolean =>
    group.size === 0 || entries.some((entry) => group.has(entry));
  return names.direct.size > 0 && isListed(names.direct) && isListed(names.role) && isListed(names.account);
}

/** The condition keys that follow from the principal: aws:PrincipalArn, aws:username, aws:SourceArn and so on. */
export function principalConditions(principal: Claimant): ConditionValues {
  return namesOf(principal).conditions;
}

/** The principal's account; services and anonymous callers have none. */
export function accountOf(principal: Claimant): string | undefined {
  return "account" in principal ? principal.account : undefined;
}

/** What a denial calls the principal. */
export function displayName(principal: Claimant): string {
  if (principal.kind === "anonymous") return "anonymous";
  if (principal.kind === "web-identity") return principal.provider;
  return principal.kind === "service" ? principal.service : principal.arn;
}

function namesOf(principal: Claimant): Names {
  const known = namesByPrincipal.get(principal);
  if (known !== undefined) return known;
  const names = compute(principal);
  namesByPrincipal.set(principal, names);
  return names;
}

function compute(principal: Claimant): Names {
  const none: ReadonlySet<string> = new Set();
  if (principal.kind === "anonymous") {
    const conditions = {
      "aws:PrincipalType": "Anonymous",
      "aws:PrincipalIsAWSService": false,
      "aws:userid": "anonymous",
    };
    return { direct: none, role: none, account: none, service: undefined, conditions };
  }
  if (principal.kind === "service") {
    const { service, sourceArn, sourceAccount } = principal;
    const conditions = {
      "aws:PrincipalIsAWSService": true,
      "aws:PrincipalServiceName": service,
      "aws:PrincipalServiceNamesList": [service],
      "aws:SourceArn": sourceArn,
      "aws:SourceAccount": sourceAccount,
    };
    return { direct: none, role: none, account: none, service, conditions };
  }

  if (principal.kind === "canonical-user") {
    const { arn, canonicalUserId } = principal;
    const conditions = {
      "aws:PrincipalArn": arn,
      "aws:PrincipalIsAWSService": false,
      "aws:PrincipalType": "User",
      "aws:userid": canonicalUserId,
    };
    return { direct: new Set([arn, canonicalUserId]), role: none, account: none, service: undefined, conditions };
  }
  if (principal.kind === "web-identity") {
    const conditions = { "aws:PrincipalIsAWSService": false, ...federationConditions(principal) };
    return { direct: none, role: none, account: none, service: undefined, federated: principal.provider, conditions };
  }
  return ofIdentity(principal);
}

/** AWS: "Available keys for AWS OIDC federation": what the token said can be asked in the role's session, too. */
function federationConditions({ provider, claims }: Federation): ConditionValues {
  return { ...claims, "aws:FederatedProvider": provider };
}

function ofIdentity(principal: Exclude<Principal, { kind: "anonymous" | "canonical-user" | "service" }>): Names {
  const { account, arn, userId, issuedAtMs, mfaAtMs } = principal;
  const accountNames = new Set([account, `arn:aws:iam::${account}:root`]);
  const names: Names = {
    direct: new Set([arn, userId]),
    role: new Set(),
    account: accountNames,
    service: undefined,
    conditions: {
      "aws:PrincipalAccount": account,
      "aws:PrincipalIsAWSService": false,
      "aws:userid": userId,
      "aws:PrincipalArn": arn,
      "aws:PrincipalType": PRINCIPAL_TYPES[principal.kind],
      // AWS: both keys are there for temporary credentials only.
      ...(issuedAtMs === undefined
        ? {}
        : {
            "aws:TokenIssueTime": new Date(issuedAtMs).toISOString(),
            "aws:MultiFactorAuthPresent": mfaAtMs !== undefined,
          }),
    },
  };
  if (principal.kind === "root") return { ...names, direct: accountNames };
  if (principal.kind === "user") {
    const conditions = { ...names.conditions, ...tagConditions(principal.tags), "aws:username": principal.userName };
    return { ...names, conditions };
  }
  if (principal.kind === "federated-user") {
    return { ...names, conditions: { ...names.conditions, ...tagConditions(principal.tags) } };
  }

  const { roleArn, tags, sourceIdentity, federation } = principal;
  const [roleId = ""] = userId.split(":");
  // AWS: "AWS global condition context keys": for a session, aws:PrincipalArn is the role's ARN.
  const conditions = {
    ...names.conditions,
    "aws:PrincipalArn": roleArn,
    "aws:SourceIdentity": sourceIdentity,
    ...(federation && federationConditions(federation)),
    ...tagConditions(tags),
  };
  return { ...names, role: new Set([roleArn, roleId]), conditions };
}

function tagConditions(tags: Readonly<Record<string, string>> = {}): ConditionValues {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]));
}

const PRINCIPAL_TYPES = {
  root: "Account",
  user: "User",
  "federated-user": "FederatedUser",
  "assumed-role": "AssumedRole",
} as const;
