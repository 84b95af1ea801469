// GetBucketPolicy. AWS: GetBucketPolicy (API reference).

import type { GetBucketPolicyCommandInput, GetBucketPolicyCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { noSuchBucketPolicy } from "../errors.ts";
import { defineS3Operation, requireOwnBucket } from "../operation.ts";

export const getBucketPolicy = defineS3Operation<Input<GetBucketPolicyCommandInput>, GetBucketPolicyCommandOutput>(
  "GetBucketPolicy",
  [],
  (input, context) => {
    const bucket = context.store.read((tx) => requireOwnBucket(tx, context, input));
    if (bucket.policy === undefined) throw noSuchBucketPolicy(bucket.bucketName);
    return { Policy: bucket.policy };
  },
);
