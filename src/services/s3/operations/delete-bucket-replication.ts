// DeleteBucketReplication. AWS: DeleteBucketReplication (API reference).

import type { DeleteBucketReplicationCommandInput, DeleteBucketReplicationCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const deleteBucketReplication = defineS3Operation<
  Input<DeleteBucketReplicationCommandInput>,
  DeleteBucketReplicationCommandOutput
>("DeleteBucketReplication", [], (input, context) => {
  context.store.write((tx) => {
    const { replication: _, ...bucket } = requireBucket(tx, context, input);
    saveBucket(tx, bucket);
  });
  return {};
});
