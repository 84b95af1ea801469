// GetBucketCors. AWS: GetBucketCors (API reference): it cannot
// be set yet, so that there is none is the truth.

import type { GetBucketCorsCommandInput, GetBucketCorsCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketCors = defineS3Operation<Input<GetBucketCorsCommandInput>, GetBucketCorsCommandOutput>(
  "GetBucketCors",
  [],
  (input, context) => {
    const bucket = context.store.read((tx) => requireBucket(tx, context, input));
    throw new AwsError({
      code: "NoSuchCORSConfiguration",
      status: 404,
      message: "The CORS configuration does not exist",
      members: { BucketName: bucket.bucketName },
    });
  },
);
