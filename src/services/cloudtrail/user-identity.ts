// The userIdentity of an event, by the kind of principal. AWS: "CloudTrail userIdentity element".

import type { Principal } from "../../iam/principal.ts";
import type { AuditedCaller } from "../../service/audit.ts";

/** A record's userIdentity. */
export type UserIdentity = Readonly<Record<string, unknown>>;

/** The caller as its own account sees it. */
export function userIdentityOf({ principal, accessKeyId, invokedBy }: AuditedCaller): UserIdentity {
  const key = accessKeyId === undefined ? {} : { accessKeyId };
  const by = invokedBy === undefined ? {} : { invokedBy };
  switch (principal.kind) {
    case "root":
      return { type: "Root", ...identified(principal), ...key, ...sessionOf(principal), ...by };
    case "user":
      return {
        type: "IAMUser",
        ...identified(principal),
        ...key,
        userName: principal.userName,
        ...sessionOf(principal),
        ...by,
      };
    case "assumed-role":
      return { type: "AssumedRole", ...identified(principal), ...key, ...sessionOf(principal), ...by };
    case "federated-user":
      return { type: "FederatedUser", ...identified(principal), ...key, ...sessionOf(principal), ...by };
    case "service":
      return { type: "AWSService", invokedBy: principal.service };
    // AWS: "Amazon S3 CloudTrail events": unsigned requests have the account ANONYMOUS_PRINCIPAL.
    default:
      return { type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" };
  }
}

/** The caller as the account of a resource sees it that is not the caller's: AWS tells it no more than this. */
export function foreignIdentityOf(caller: AuditedCaller): UserIdentity {
  const { principal, invokedBy } = caller;
  if (!("account" in principal)) return userIdentityOf(caller);
  return {
    type: "AWSAccount",
    principalId: principal.userId,
    accountId: principal.account,
    ...(invokedBy === undefined ? {} : { invokedBy }),
  };
}

/** What Username shows and finds: a user's name, a session's name, "root"; nothing for services. */
export function usernameOf(principal: Principal): string | undefined {
  switch (principal.kind) {
    case "root":
      return "root";
    case "user":
      return principal.userName;
    case "assumed-role":
      return principal.sessionName;
    case "federated-user":
      return principal.userId.split(":").at(-1);
    default:
      return undefined;
  }
}

type Identified = Exclude<Principal, { kind: "service" | "anonymous" }>;

function identified({ userId, arn, account }: Identified): UserIdentity {
  return { principalId: userId, arn, accountId: account };
}

/** For temporary credentials: when they were made, and from what. */
function sessionOf(principal: Identified): UserIdentity {
  if (principal.issuedAtMs === undefined) return {};
  const attributes = { creationDate: timeText(principal.issuedAtMs), mfaAuthenticated: "false" };
  return { sessionContext: { ...issuerOf(principal), attributes } };
}

function issuerOf(principal: Identified): UserIdentity {
  if (principal.kind === "assumed-role") {
    const { userId, roleArn, account, roleName, sourceIdentity } = principal;
    const [principalId] = userId.split(":");
    return {
      sessionIssuer: { type: "Role", principalId, arn: roleArn, accountId: account, userName: roleName },
      ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    };
  }
  if (principal.kind === "federated-user" && principal.issuer !== undefined) {
    const { userName, userId } = principal.issuer;
    const arn = `arn:aws:iam::${principal.account}:user/${userName}`;
    return { sessionIssuer: { type: "IAMUser", principalId: userId, arn, accountId: principal.account, userName } };
  }
  return {};
}

/** A time as records have it: UTC, to the second. */
export function timeText(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}
