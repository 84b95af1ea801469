// Who pays for traffic, how it comes and where it is written down: AccelerateConfiguration, LoggingConfiguration.

import { field, text } from "../template-values.ts";
import type { BucketPart } from "./part.ts";

export const acceleration: BucketPart = {
  property: "AccelerateConfiguration",
  put: (value, { s3, Bucket }) =>
    s3.putBucketAccelerateConfiguration({
      Bucket,
      AccelerateConfiguration: { Status: text(value, "AccelerationStatus") as "Enabled" },
    }),
  // AWS: once set, it can only be suspended.
  reset: ({ s3, Bucket }) =>
    s3.putBucketAccelerateConfiguration({ Bucket, AccelerateConfiguration: { Status: "Suspended" } }),
  async read({ s3, Bucket }) {
    const { Status } = await s3.getBucketAccelerateConfiguration({ Bucket });
    return Status === undefined ? undefined : { AccelerationStatus: Status };
  },
};

export const logging: BucketPart = {
  property: "LoggingConfiguration",
  put(value, { s3, Bucket }) {
    const format = field(value, "TargetObjectKeyFormat");
    const partitioned = field(format, "PartitionedPrefix");
    const source = text(partitioned, "PartitionDateSource");
    return s3.putBucketLogging({
      Bucket,
      BucketLoggingStatus: {
        LoggingEnabled: {
          // AWS: without a destination, a bucket's logs are its own.
          TargetBucket: text(value, "DestinationBucketName") || Bucket,
          TargetPrefix: text(value, "LogFilePrefix"),
          ...(partitioned === undefined
            ? {}
            : {
                TargetObjectKeyFormat: {
                  PartitionedPrefix: source === "" ? {} : { PartitionDateSource: source as "EventTime" },
                },
              }),
          ...(field(format, "SimplePrefix") === undefined ? {} : { TargetObjectKeyFormat: { SimplePrefix: {} } }),
        },
      },
    });
  },
  reset: ({ s3, Bucket }) => s3.putBucketLogging({ Bucket, BucketLoggingStatus: {} }),
  async read({ s3, Bucket }) {
    const { LoggingEnabled: found } = await s3.getBucketLogging({ Bucket });
    if (found === undefined) return undefined;
    const { TargetBucket, TargetPrefix, TargetObjectKeyFormat } = found;
    return {
      DestinationBucketName: TargetBucket,
      ...(TargetPrefix === "" ? {} : { LogFilePrefix: TargetPrefix }),
      ...(TargetObjectKeyFormat === undefined ? {} : { TargetObjectKeyFormat }),
    };
  },
};
