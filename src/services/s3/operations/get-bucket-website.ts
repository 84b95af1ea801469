// GetBucketWebsite. AWS: GetBucketWebsite (API reference): it cannot
// be set yet, so that there is none is the truth.

import type { GetBucketWebsiteCommandInput, GetBucketWebsiteCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketWebsite = defineS3Operation<Input<GetBucketWebsiteCommandInput>, GetBucketWebsiteCommandOutput>(
  "GetBucketWebsite",
  [],
  (input, context) => {
    const bucket = context.store.read((tx) => requireBucket(tx, context, input));
    throw new AwsError({
      code: "NoSuchWebsiteConfiguration",
      status: 404,
      message: "The specified bucket does not have a website configuration",
      members: { BucketName: bucket.bucketName },
    });
  },
);
