// GetBucketPolicyStatus. AWS: GetBucketPolicyStatus (API reference).

import type { GetBucketPolicyStatusCommandInput, GetBucketPolicyStatusCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { isPublicPolicy } from "../bucket-policy.ts";
import { noSuchBucketPolicy } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketPolicyStatus = defineS3Operation<
  Input<GetBucketPolicyStatusCommandInput>,
  GetBucketPolicyStatusCommandOutput
>("GetBucketPolicyStatus", [], (input, context) => {
  const bucket = context.store.read((tx) => requireBucket(tx, context, input));
  if (bucket.policy === undefined) throw noSuchBucketPolicy(bucket.bucketName);
  return { PolicyStatus: { IsPublic: isPublicPolicy(bucket.policy) } };
});
