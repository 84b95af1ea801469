// DeleteBucketPolicy. AWS: DeleteBucketPolicy (API reference).

import type { DeleteBucketPolicyCommandInput, DeleteBucketPolicyCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireOwnBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const deleteBucketPolicy = defineS3Operation<
  Input<DeleteBucketPolicyCommandInput>,
  DeleteBucketPolicyCommandOutput
>("DeleteBucketPolicy", [], (input, context) => {
  context.store.write((tx) => {
    const { policy: _, ...bucket } = requireOwnBucket(tx, context, input);
    saveBucket(tx, bucket);
  });
  return {};
});
