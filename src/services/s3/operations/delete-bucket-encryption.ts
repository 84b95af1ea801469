// DeleteBucketEncryption. AWS: DeleteBucketEncryption (API reference): back to
// SSE-S3. Whether customers may bring keys stays as it is.

import type { DeleteBucketEncryptionCommandInput, DeleteBucketEncryptionCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const deleteBucketEncryption = defineS3Operation<
  Input<DeleteBucketEncryptionCommandInput>,
  DeleteBucketEncryptionCommandOutput
>("DeleteBucketEncryption", [], (input, context) => {
  context.store.write((tx) => {
    const { encryption, ...bucket } = requireBucket(tx, context, input);
    const stays = encryption?.allowsCustomerKeys === true;
    saveBucket(tx, stays ? { ...bucket, encryption: { algorithm: "AES256", allowsCustomerKeys: true } } : bucket);
  });
  return {};
});
