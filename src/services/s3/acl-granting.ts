// What access control lists allow: which grant of which list lets a caller do an action. Pure.
// AWS: "Mapping of ACL permissions and access policy permissions" (ACL overview, S3 user guide).

import type { Principal } from "../../iam/principal.ts";
import { canonicalUserId } from "./operation.ts";
import type { AclPermission, GrantRecord } from "./records.ts";

/** What a permission on a bucket allows. */
const BUCKET_ACTIONS: Readonly<Record<string, AclPermission>> = {
  "s3:ListBucket": "READ",
  "s3:ListBucketVersions": "READ",
  "s3:ListBucketMultipartUploads": "READ",
  "s3:GetBucketAcl": "READ_ACP",
  "s3:PutBucketAcl": "WRITE_ACP",
};

/** What a permission on an object allows. These are the object owner's to give, all others the bucket owner's. */
const OBJECT_ACTIONS: Readonly<Record<string, AclPermission>> = {
  "s3:GetObject": "READ",
  "s3:GetObjectVersion": "READ",
  "s3:GetObjectAcl": "READ_ACP",
  "s3:GetObjectVersionAcl": "READ_ACP",
  "s3:PutObjectAcl": "WRITE_ACP",
  "s3:PutObjectVersionAcl": "WRITE_ACP",
};

/** What WRITE on a bucket allows on the objects in it, new ones and the caller's own. */
const WRITE_ACTIONS: ReadonlySet<string> = new Set(["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]);

/** True if the object's owner, rather than the bucket's, decides about this action. */
export function isObjectOwnersAction(action: string): boolean {
  return OBJECT_ACTIONS[action] !== undefined;
}

/** Whom a list lets in: everyone, or the caller's account. */
export type AclGrant = "everyone" | "account";

export interface AclQuestion {
  readonly action: string;
  readonly principal: Principal;
  readonly bucketAcl: readonly GrantRecord[] | undefined;
  /** The object that the action is on; undefined where there is none yet. */
  readonly object: { readonly owner: string; readonly acl: readonly GrantRecord[] | undefined } | undefined;
  /** The list of an object is set while it is written: that needs no more than to write. */
  readonly isWriting: boolean;
  /** IgnorePublicAcls: grants to everyone count for nothing. */
  readonly ignoresPublic: boolean;
}

/** How the lists let the caller in; undefined where they do not. What the owners may do is for their policies. */
export function aclGrant(question: AclQuestion): AclGrant | undefined {
  const { action, principal, bucketAcl, object, isWriting } = question;
  if (WRITE_ACTIONS.has(action) || (isWriting && action === "s3:PutObjectAcl")) {
    // AWS: WRITE is for new objects; existing ones are their owner's to overwrite and delete.
    if (object !== undefined && object.owner !== accountIn(principal)) return undefined;
    return grantFor(question, bucketAcl, "WRITE");
  }
  const onObject = OBJECT_ACTIONS[action];
  if (onObject !== undefined) return grantFor(question, object?.acl, onObject);
  const onBucket = BUCKET_ACTIONS[action];
  return onBucket === undefined ? undefined : grantFor(question, bucketAcl, onBucket);
}

function grantFor(
  { principal, ignoresPublic }: AclQuestion,
  grants: readonly GrantRecord[] | undefined,
  permission: AclPermission,
): AclGrant | undefined {
  const account = accountIn(principal);
  let found: AclGrant | undefined;
  for (const grant of grants ?? []) {
    if (grant.permission !== permission && grant.permission !== "FULL_CONTROL") continue;
    if ("id" in grant && principal.kind === "canonical-user") {
      if (grant.id === principal.canonicalUserId) return "everyone";
    } else if ("id" in grant) {
      if (account !== undefined && grant.id === canonicalUserId(account)) found ??= "account";
    } else if (grant.group === "LogDelivery") {
      if (principal.kind === "service" && principal.service === "logging.s3.amazonaws.com") return "everyone";
    } else if (!ignoresPublic && (grant.group === "AllUsers" || (account !== undefined && account !== "anonymous"))) {
      return "everyone";
    }
  }
  return found;
}

function accountIn(principal: Principal): string | undefined {
  if (principal.kind === "anonymous") return "anonymous";
  return "account" in principal ? principal.account : undefined;
}
