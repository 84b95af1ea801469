// GetBucketTagging. AWS: GetBucketTagging (API reference).

import type { GetBucketTaggingCommandInput, GetBucketTaggingCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { noSuchTagSet } from "../errors.ts";
import { tagSet } from "../object-headers.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketTagging = defineS3Operation<Input<GetBucketTaggingCommandInput>, GetBucketTaggingCommandOutput>(
  "GetBucketTagging",
  [],
  (input, context) => {
    const bucket = context.store.read((tx) => requireBucket(tx, context, input));
    if (bucket.tags === undefined) throw noSuchTagSet(bucket.bucketName);
    return { TagSet: tagSet(bucket.tags) };
  },
);
