// DeleteBucketEncryption. AWS: DeleteBucketEncryption (API reference): back to
// SSE-S3, which is all there is.

import type { DeleteBucketEncryptionCommandInput, DeleteBucketEncryptionCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const deleteBucketEncryption = defineS3Operation<
  Input<DeleteBucketEncryptionCommandInput>,
  DeleteBucketEncryptionCommandOutput
>("DeleteBucketEncryption", [], (input, context) => {
  context.store.read((tx) => requireBucket(tx, context, input));
  return {};
});
