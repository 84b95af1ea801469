// The userIdentity of an event, by the kind of principal. AWS: "CloudTrail userIdentity element".

import type { Principal } from "../../iam/principal.ts";
import type { AuditedCaller } from "../../service/audit.ts";

/** A record's userIdentity, or a part of it. */
type UserIdentity = Readonly<Record<string, unknown>>;

const texts = new WeakMap<Principal, Map<string, string>>();

/** The caller as its own account sees it, as JSON text. A principal makes many calls with one key. */
export function userIdentityText(caller: AuditedCaller): string {
  const { principal, accessKeyId = "", invokedBy = "" } = caller;
  let known = texts.get(principal);
  if (known === undefined) texts.set(principal, (known = new Map()));
  const way = `${accessKeyId} ${invokedBy}`;
  let text = known.get(way);
  if (text === undefined) known.set(way, (text = JSON.stringify(userIdentityOf(caller))));
  return text;
}

function userIdentityOf({ principal, accessKeyId, invokedBy }: AuditedCaller): UserIdentity {
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
export function foreignIdentityText(caller: AuditedCaller): string {
  const { principal, invokedBy } = caller;
  if (!("account" in principal)) return userIdentityText(caller);
  return JSON.stringify({
    type: "AWSAccount",
    principalId: principal.userId,
    accountId: principal.account,
    ...(invokedBy === undefined ? {} : { invokedBy }),
  });
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

type Identified = Exclude<Principal, { kind: "canonical-user" | "service" | "anonymous" }>;

function identified({ userId, arn, account }: Identified): UserIdentity {
  return { principalId: userId, arn, accountId: account };
}

/** For temporary credentials: when they were made, and from what. */
function sessionOf(principal: Identified): UserIdentity {
  if (principal.issuedAtMs === undefined) return {};
  // AWS: "Secure API access with MFA": the trail says so of a role's session, too, which policies do not see.
  const isMfaAuthenticated =
    principal.mfaAtMs !== undefined || (principal.kind === "assumed-role" && principal.isMfaAuthenticated === true);
  const attributes = { creationDate: timeText(principal.issuedAtMs), mfaAuthenticated: String(isMfaAuthenticated) };
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
  const second = Math.floor(timeMs / 1_000);
  if (second !== last.second) last = { second, text: `${new Date(second * 1_000).toISOString().slice(0, 19)}Z` };
  return last.text;
}

// Most calls of a second are of the same one.
let last = { second: Number.NaN, text: "" };
