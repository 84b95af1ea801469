// PutBucketLogging: server access logs. AWS: PutBucketLogging (API reference).

import type { LoggingEnabled, PutBucketLoggingCommandInput, PutBucketLoggingCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { crossLocationLogging, invalidTargetBucket, malformedXml, notImplemented } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import type { LoggingRecord } from "../records.ts";
import { loadBucket, saveBucket } from "../repo.ts";

export const putBucketLogging = defineS3Operation<Input<PutBucketLoggingCommandInput>, PutBucketLoggingCommandOutput>(
  "PutBucketLogging",
  ["BucketLoggingStatus"],
  (input, context) => {
    const { LoggingEnabled: enabled } = input.BucketLoggingStatus;
    const logging = enabled === undefined ? undefined : parseLogging(enabled);
    context.store.write((tx) => {
      const { logging: _, ...bucket } = requireBucket(tx, context, input);
      if (logging === undefined) {
        saveBucket(tx, bucket);
        return;
      }
      // AWS: the target is in the same account and region.
      const target = loadBucket(tx, logging.targetBucket);
      if (target === undefined || target.account !== bucket.account) throw invalidTargetBucket(logging.targetBucket);
      if (target.region !== bucket.region) throw crossLocationLogging(target.region, bucket.region);
      saveBucket(tx, { ...bucket, logging });
    });
    return {};
  },
);

function parseLogging({
  TargetBucket,
  TargetPrefix,
  TargetGrants,
  TargetObjectKeyFormat,
}: LoggingEnabled): LoggingRecord {
  if (TargetBucket === undefined || TargetPrefix === undefined) throw malformedXml();
  if (TargetGrants !== undefined && TargetGrants.length > 0)
    throw notImplemented("TargetGrants", "Grants on log objects are not implemented: give the target bucket a policy.");
  const { SimplePrefix, PartitionedPrefix } = TargetObjectKeyFormat ?? {};
  if (SimplePrefix !== undefined && PartitionedPrefix !== undefined) throw malformedXml();
  return {
    targetBucket: TargetBucket,
    prefix: TargetPrefix,
    ...(PartitionedPrefix === undefined
      ? {}
      : { partitionedBy: PartitionedPrefix.PartitionDateSource ?? "DeliveryTime" }),
    ...(SimplePrefix === undefined ? {} : { isSimpleSaid: true }),
  };
}
