// PutBucketReplication. AWS: PutBucketReplication (API reference).

import type { PutBucketReplicationCommandInput, PutBucketReplicationCommandOutput } from "@aws-sdk/client-s3";
import { ALPHABET } from "../../../kernel/ids.ts";
import type { Input } from "../../../service/apis.ts";
import { invalidRequest } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { parseReplication } from "../replication/rules.ts";
import { loadBucket, saveBucket } from "../repo.ts";

export const putBucketReplication = defineS3Operation<
  Input<PutBucketReplicationCommandInput>,
  PutBucketReplicationCommandOutput
>("PutBucketReplication", ["ReplicationConfiguration"], (input, context) => {
  const newId = (): string => context.random.text(48, ALPHABET.base62);
  const replication = parseReplication(input.ReplicationConfiguration, newId);
  context.store.write((tx) => {
    const bucket = requireBucket(tx, context, input);
    if (bucket.versioning !== "Enabled")
      throw invalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
    for (const { bucketName, account } of replication.rules) {
      const destination = loadBucket(tx, bucketName);
      if (destination === undefined) throw invalidRequest("Destination bucket must exist.");
      if (bucketName === bucket.bucketName)
        throw invalidRequest("Destination bucket cannot be the same as the source bucket.");
      if (destination.versioning !== "Enabled")
        throw invalidRequest("Destination bucket must have versioning enabled.");
      if (account !== undefined && account !== destination.account)
        throw invalidRequest("Account ID must match the owner of the destination bucket.");
    }
    saveBucket(tx, { ...bucket, replication });
  });
  return {};
});
