// PutBucketPolicy. AWS: PutBucketPolicy (API reference).

import type { PutBucketPolicyCommandInput, PutBucketPolicyCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { displayName } from "../../../iam/principals.ts";
import { bucketArn } from "../bucket-name.ts";
import { checkBucketPolicy, isPublicPolicy } from "../bucket-policy.ts";
import { publicAccessBlocked } from "../errors.ts";
import { defineS3Operation, requireOwnBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const putBucketPolicy = defineS3Operation<Input<PutBucketPolicyCommandInput>, PutBucketPolicyCommandOutput>(
  "PutBucketPolicy",
  ["Policy", "ConfirmRemoveSelfBucketAccess"],
  (input, context) => {
    const { Policy: policy } = input;
    checkBucketPolicy(policy, input.Bucket);
    context.store.write((tx) => {
      const bucket = requireOwnBucket(tx, context, input);
      if (bucket.publicAccessBlock?.blockPublicPolicy === true && isPublicPolicy(policy))
        throw publicAccessBlocked(
          displayName(context.principal),
          "s3:PutBucketPolicy",
          bucketArn(bucket.bucketName),
          "policies",
        );
      saveBucket(tx, { ...bucket, policy });
    });
    return {};
  },
);
