// HeadBucket: is the bucket there, and may the caller list it? AWS: HeadBucket (API reference).

import type { HeadBucketCommandInput, HeadBucketCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { bucketArn } from "../bucket-name.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const headBucket = defineS3Operation<Input<HeadBucketCommandInput>, HeadBucketCommandOutput>(
  "HeadBucket",
  [],
  (input, context) => {
    const bucket = context.store.read((tx) => requireBucket(tx, context, input));
    return { BucketArn: bucketArn(bucket.bucketName), BucketRegion: bucket.region, AccessPointAlias: false };
  },
);
