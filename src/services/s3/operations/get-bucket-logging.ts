// GetBucketLogging. AWS: GetBucketLogging (API reference).

import type { GetBucketLoggingCommandInput, GetBucketLoggingCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketLogging = defineS3Operation<Input<GetBucketLoggingCommandInput>, GetBucketLoggingCommandOutput>(
  "GetBucketLogging",
  [],
  (input, context) => {
    const { logging } = context.store.read((tx) => requireBucket(tx, context, input));
    if (logging === undefined) return {};
    const { targetBucket, prefix, partitionedBy, isSimpleSaid } = logging;
    return {
      LoggingEnabled: {
        TargetBucket: targetBucket,
        TargetPrefix: prefix,
        ...(partitionedBy === undefined
          ? {}
          : { TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: partitionedBy } } }),
        ...(isSimpleSaid === true ? { TargetObjectKeyFormat: { SimplePrefix: {} } } : {}),
      },
    };
  },
);
