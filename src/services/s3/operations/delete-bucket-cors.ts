// DeleteBucketCors. AWS: DeleteBucketCors (API reference).

import type { DeleteBucketCorsCommandInput, DeleteBucketCorsCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const deleteBucketCors = defineS3Operation<Input<DeleteBucketCorsCommandInput>, DeleteBucketCorsCommandOutput>(
  "DeleteBucketCors",
  [],
  (input, context) => {
    context.store.write((tx) => {
      const { cors: _, ...bucket } = requireBucket(tx, context, input);
      saveBucket(tx, bucket);
    });
    return {};
  },
);
