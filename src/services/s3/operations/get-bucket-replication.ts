// GetBucketReplication. AWS: GetBucketReplication (API reference).

import type { GetBucketReplicationCommandInput, GetBucketReplicationCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { noSuchReplication } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { formatReplication } from "../replication/rules.ts";

export const getBucketReplication = defineS3Operation<
  Input<GetBucketReplicationCommandInput>,
  GetBucketReplicationCommandOutput
>("GetBucketReplication", [], (input, context) => {
  const { bucketName, replication } = context.store.read((tx) => requireBucket(tx, context, input));
  if (replication === undefined) throw noSuchReplication(bucketName);
  return { ReplicationConfiguration: formatReplication(replication) };
});
