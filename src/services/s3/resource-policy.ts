// The bucket's side of a decision: its policy, and what its public access block makes of it.

import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionCall } from "../../service/service.ts";
import { bucketOfArn } from "./bucket-name.ts";
import { isPublicPolicy } from "./bucket-policy.ts";
import type { BucketRecord } from "./records.ts";
import { loadBucket } from "./repo.ts";

/** The bucket policy that bears on a request. */
export function bucketPolicyFor(request: AccessRequest, call: PermissionCall): string | undefined {
  const bucket = bucketFor(request.resource, call);
  if (bucket?.policy === undefined) return undefined;
  const isRestricted = bucket.publicAccessBlock?.restrictPublicBuckets === true && isPublicPolicy(bucket.policy);
  return isRestricted ? restrict(bucket.policy, bucket) : bucket.policy;
}

/** The account that owns the bucket that an ARN names. */
export function bucketOwner(resource: string, call: PermissionCall): string | undefined {
  return bucketFor(resource, call)?.account;
}

function bucketFor(resource: string, call: PermissionCall): BucketRecord | undefined {
  const bucketName = bucketOfArn(resource);
  return bucketName === undefined ? undefined : call.yard.store.read((tx) => loadBucket(tx, bucketName));
}

/**
 * AWS: RestrictPublicBuckets leaves a bucket with a public policy to its own account and to AWS services ("Blocking
 * public access", S3 user guide). Said as the policy that it amounts to.
 */
function restrict(policy: string, bucket: BucketRecord): string {
  const document = JSON.parse(policy) as { Statement: unknown };
  return JSON.stringify({
    ...document,
    Statement: [
      ...(Array.isArray(document.Statement) ? document.Statement : [document.Statement]),
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
    ],
  });
}
