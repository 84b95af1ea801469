// The bucket's side of a decision: its policy, what its public access block makes of it, and what access control lists
// allow, said as the policy that they amount to.
// AWS: "How Amazon S3 authorizes a request for an object operation" (user guide).

import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionCall } from "../../service/service.ts";
import { aclGrant, isObjectOwnersAction } from "./acl-granting.ts";
import { bucketOfArn, keyOfArn } from "./bucket-name.ts";
import { isPublicPolicy } from "./bucket-policy.ts";
import { canonicalUserId } from "./operation.ts";
import { areAclsDisabled } from "./ownership.ts";
import type { BucketRecord, ObjectRecord } from "./records.ts";
import { loadBucket, loadCurrent, loadVersion } from "./repo.ts";

/** AWS: the owner's root user manages the policy whatever it says ("PutBucketPolicy", API reference). */
const ROOT_ACTIONS = new Set(["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"]);

/** The policy that bears on a request. */
export function bucketPolicyFor(request: AccessRequest, call: PermissionCall): string | undefined {
  const bucket = bucketFor(request.resource, call);
  if (bucket === undefined) return undefined;
  const { principal } = call;
  if (ROOT_ACTIONS.has(request.action) && principal.kind === "root" && principal.account === bucket.account)
    return undefined;
  const policy = bucket.policy === undefined ? undefined : ownPolicy(bucket, bucket.policy, call);
  return areAclsDisabled(bucket) ? policy : withLists(bucket, policy, request, call);
}

/** The account that decides about the resource: an object's owner about the object, the bucket's owner about all else. */
export function ownerFor(request: AccessRequest, call: PermissionCall): string | undefined {
  const bucket = bucketFor(request.resource, call);
  if (bucket === undefined || areAclsDisabled(bucket) || !isObjectOwnersAction(request.action)) return bucket?.account;
  return isWriting(request) ? bucket.account : (objectFor(bucket, request, call)?.owner ?? bucket.account);
}

function bucketFor(resource: string, call: PermissionCall): BucketRecord | undefined {
  const bucketName = bucketOfArn(resource);
  return bucketName === undefined ? undefined : call.yard.store.read((tx) => loadBucket(tx, bucketName));
}

function objectFor(bucket: BucketRecord, request: AccessRequest, call: PermissionCall): ObjectRecord | undefined {
  const key = keyOfArn(request.resource);
  if (key === undefined) return undefined;
  const versionId = request.conditions?.["s3:VersionId"];
  const version = call.yard.store.read((tx) =>
    typeof versionId === "string" ? loadVersion(tx, bucket, key, versionId) : loadCurrent(tx, bucket, key),
  );
  return version?.kind === "object" ? version : undefined;
}

/** Requests that make an object say so: its list comes with it. */
function isWriting({ conditions }: AccessRequest): boolean {
  return conditions?.["s3:ObjectCreationOperation"] !== undefined;
}

function ownPolicy(bucket: BucketRecord, text: string, call: PermissionCall): string {
  const policy = text.includes("CanonicalUser") ? withAccounts(text, call) : text;
  const isRestricted = bucket.publicAccessBlock?.restrictPublicBuckets === true && isPublicPolicy(text);
  return isRestricted ? restrict(policy, bucket) : policy;
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
}

function statementsOf(policy: string): readonly Statement[] {
  const { Statement: given } = JSON.parse(policy) as { Statement: Statement | readonly Statement[] };
  return Array.isArray(given) ? given : [given as Statement];
}

/** A canonical user id stands for its account, or for one of AWS's own users; the engine knows accounts and ARNs only. */
function withAccounts(policy: string, { principal }: PermissionCall): string {
  const account =
    principal.kind === "canonical-user" ? principal.arn : "account" in principal ? principal.account : undefined;
  const id =
    principal.kind === "canonical-user"
      ? principal.canonicalUserId
      : account === undefined
        ? undefined
        : canonicalUserId(account);
  const renamed = statementsOf(policy).map((statement) => {
    const names = statement.Principal as {
      readonly AWS?: string | string[];
      readonly CanonicalUser?: string | string[];
    };
    if (typeof names !== "object" || names.CanonicalUser === undefined) return statement;
    const { CanonicalUser, AWS = [], ...others } = names;
    // An id that is not the caller's concerns the caller no more than the id itself.
    const accounts = [CanonicalUser].flat().map((name) => (name === id ? account : name));
    return { ...statement, Principal: { ...others, AWS: [...[AWS].flat(), ...accounts] } };
  });
  return withStatements(policy, renamed);
}

function withStatements(policy: string, Statement: readonly object[]): string {
  return JSON.stringify({ ...(JSON.parse(policy) as object), Statement });
}

/**
 * AWS: RestrictPublicBuckets leaves a bucket with a public policy to its own account and to AWS services ("Blocking
 * public access", S3 user guide). Said as the policy that it amounts to.
 */
function restrict(policy: string, bucket: BucketRecord): string {
  return withStatements(policy, [
    ...statementsOf(policy),
    {
      Sid: "RestrictPublicBuckets",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [`arn:aws:s3:::${bucket.bucketName}`, `arn:aws:s3:::${bucket.bucketName}/*`],
      Condition: {
        StringNotEquals: { "aws:PrincipalAccount": bucket.account },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    },
  ]);
}

/** The policy, and one more statement where a list lets the caller in. */
function withLists(
  bucket: BucketRecord,
  policy: string | undefined,
  request: AccessRequest,
  call: PermissionCall,
): string | undefined {
  const { action } = request;
  const object = objectFor(bucket, request, call);
  const owner = object?.owner ?? bucket.account;
  const grant = aclGrant({
    action,
    principal: call.principal,
    bucketAcl: bucket.acl,
    object: object === undefined ? undefined : { owner, acl: object.acl },
    isWriting: isWriting(request),
    ignoresPublic: bucket.publicAccessBlock?.ignorePublicAcls === true,
  });
  // AWS: a bucket policy allows nothing on objects that are somebody else's; what it denies, it denies.
  const isForeign = isObjectOwnersAction(action) && !isWriting(request) && owner !== bucket.account;
  if (grant === undefined && !isForeign) return policy;
  const kept = (policy === undefined ? [] : statementsOf(policy)).filter(
    ({ Effect }) => !isForeign || Effect === "Deny",
  );
  const granted = grant === undefined ? [] : [granting(grant, action, call)];
  const statements = [...kept, ...granted];
  if (statements.length === 0) return undefined;
  return withStatements(policy ?? '{"Version":"2012-10-17"}', statements);
}

function granting(grant: "everyone" | "account", Action: string, { account }: PermissionCall): object {
  const Principal = grant === "everyone" ? "*" : { AWS: account };
  return { Sid: "AccessControlList", Effect: "Allow", Principal, Action, Resource: "*" };
}
