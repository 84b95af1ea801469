// GetBucketEncryption. AWS: GetBucketEncryption (API reference): SSE-S3
// where nothing else was asked for, and the yard has nothing else.

import type { GetBucketEncryptionCommandInput, GetBucketEncryptionCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketEncryption = defineS3Operation<
  Input<GetBucketEncryptionCommandInput>,
  GetBucketEncryptionCommandOutput
>("GetBucketEncryption", [], (input, context) => {
  context.store.read((tx) => requireBucket(tx, context, input));
  return {
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false }],
    },
  };
});
