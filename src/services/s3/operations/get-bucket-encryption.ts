// GetBucketEncryption. AWS: GetBucketEncryption (API reference): SSE-S3 where nothing else was asked for.

import type { GetBucketEncryptionCommandInput, GetBucketEncryptionCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketEncryption = defineS3Operation<
  Input<GetBucketEncryptionCommandInput>,
  GetBucketEncryptionCommandOutput
>("GetBucketEncryption", [], (input, context) => {
  const { encryption } = context.store.read((tx) => requireBucket(tx, context, input));
  const { algorithm = "AES256", keyId, usesBucketKey = false, allowsCustomerKeys = false } = encryption ?? {};
  return {
    ServerSideEncryptionConfiguration: {
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: {
            SSEAlgorithm: algorithm,
            ...(keyId === undefined ? {} : { KMSMasterKeyID: keyId }),
          },
          BucketKeyEnabled: usesBucketKey,
          // AWS: "Blocking or unblocking SSE-C for a general purpose bucket": blocked in new buckets, since April 2026.
          BlockedEncryptionTypes: { EncryptionType: [allowsCustomerKeys ? "NONE" : "SSE-C"] },
        },
      ],
    },
  };
});
