// PutBucketTagging. AWS: PutBucketTagging (API reference).

import type { PutBucketTaggingCommandInput, PutBucketTaggingCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { parseTags, systemTags } from "../object-headers.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const putBucketTagging = defineS3Operation<Input<PutBucketTaggingCommandInput>, PutBucketTaggingCommandOutput>(
  "PutBucketTagging",
  ["Tagging"],
  (input, context) => {
    const tags = parseTags(input.Tagging.TagSet, "bucket");
    context.store.write((tx) => {
      const bucket = requireBucket(tx, context, input);
      saveBucket(tx, { ...bucket, tags: { ...systemTags(bucket.tags), ...tags } });
    });
    return {};
  },
);
