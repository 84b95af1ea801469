// PutBucketPolicy. AWS: PutBucketPolicy (API reference).

import type { PutBucketPolicyCommandInput, PutBucketPolicyCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { checkBucketPolicy, isPublicPolicy } from "../bucket-policy.ts";
import { accessDenied } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const putBucketPolicy = defineS3Operation<Input<PutBucketPolicyCommandInput>, PutBucketPolicyCommandOutput>(
  "PutBucketPolicy",
  ["Policy", "ConfirmRemoveSelfBucketAccess"],
  (input, context) => {
    const { Policy: policy } = input;
    checkBucketPolicy(policy, input.Bucket);
    context.store.write((tx) => {
      const bucket = requireBucket(tx, context, input);
      if (bucket.publicAccessBlock?.blockPublicPolicy === true && isPublicPolicy(policy))
        throw accessDenied(
          "User is not authorized to perform: s3:PutBucketPolicy because public policies are blocked by the " +
            "BlockPublicPolicy block public access setting.",
        );
      saveBucket(tx, { ...bucket, policy });
    });
    return {};
  },
);
