// DeleteBucket: only empty buckets go. AWS: DeleteBucket (API reference).

import type { DeleteBucketCommandInput, DeleteBucketCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { bucketNotEmpty } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { deleteBucket as deleteBucketRow, deleteUpload, isBucketEmpty, listUploads } from "../repo.ts";

export const deleteBucket = defineS3Operation<Input<DeleteBucketCommandInput>, DeleteBucketCommandOutput>(
  "DeleteBucket",
  [],
  (input, context) => {
    context.store.write((tx) => {
      const bucket = requireBucket(tx, context, input);
      if (!isBucketEmpty(tx, bucket.bucketName))
        throw bucketNotEmpty(bucket.bucketName, bucket.versioning !== undefined);
      // Uploads in progress do not keep a bucket from going, and go with it.
      for (const upload of [...listUploads(tx, bucket.bucketName, {})]) deleteUpload(tx, bucket.bucketName, upload);
      deleteBucketRow(tx, bucket);
    });
    return {};
  },
);
