// GetBucketReplication. AWS: GetBucketReplication (API reference): it cannot
// be set yet, so that there is none is the truth.

import type { GetBucketReplicationCommandInput, GetBucketReplicationCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketReplication = defineS3Operation<
  Input<GetBucketReplicationCommandInput>,
  GetBucketReplicationCommandOutput
>("GetBucketReplication", [], (input, context) => {
  const bucket = context.store.read((tx) => requireBucket(tx, context, input));
  throw new AwsError({
    code: "ReplicationConfigurationNotFoundError",
    status: 404,
    message: "The replication configuration was not found",
    members: { BucketName: bucket.bucketName },
  });
});
