// Delivery streams as answers have them. Pure.

import type {
  DeliveryStreamDescription,
  DeliveryStreamEncryptionConfiguration,
  DestinationDescription,
  ExtendedS3DestinationConfiguration,
  ExtendedS3DestinationDescription,
  HttpEndpointDestinationConfiguration,
  HttpEndpointDestinationDescription,
  S3DestinationConfiguration,
  S3DestinationDescription,
  SourceDescription,
} from "@aws-sdk/client-firehose";
import type { Scope } from "../../service/context.ts";
import { deliveryStreamArn } from "./names.ts";
import type { DeliveryStreamRecord, DestinationRecord, EncryptionRecord, SourceRecord } from "./records.ts";
import { given } from "./s3-settings.ts";

/** AWS: "Currently, each Firehose stream can have only one destination", which has this id. */
export const DESTINATION_ID = "destinationId-000000000001";

/** What DescribeDeliveryStream answers. */
export function describeStream(scope: Scope, stream: DeliveryStreamRecord): DeliveryStreamDescription {
  const source = describeSource(stream.source);
  return {
    DeliveryStreamName: stream.name,
    DeliveryStreamARN: deliveryStreamArn(scope, stream.name),
    DeliveryStreamStatus: stream.status,
    DeliveryStreamEncryptionConfiguration: describeEncryption(stream.encryption),
    DeliveryStreamType: typeOf(stream),
    VersionId: String(stream.version),
    CreateTimestamp: new Date(stream.createdAtMs),
    ...(stream.updatedAtMs === undefined ? {} : { LastUpdateTimestamp: new Date(stream.updatedAtMs) }),
    ...(source === undefined ? {} : { Source: source }),
    Destinations: [{ DestinationId: DESTINATION_ID, ...describeDestination(stream.destination) }],
    HasMoreDestinations: false,
  };
}

/** DirectPut or KinesisStreamAsSource. */
export function typeOf({ source }: Pick<DeliveryStreamRecord, "source">) {
  return source.kind === "kinesis" ? "KinesisStreamAsSource" : "DirectPut";
}

function describeEncryption({ status, keyType, keyArn }: EncryptionRecord): DeliveryStreamEncryptionConfiguration {
  if (status === "DISABLED") return { Status: status };
  return { Status: status, ...given({ KeyType: keyType, KeyARN: keyArn }) };
}

function describeSource(source: SourceRecord): SourceDescription | undefined {
  if (source.kind === "kinesis")
    return {
      KinesisStreamSourceDescription: {
        KinesisStreamARN: source.streamArn,
        RoleARN: source.roleArn,
        DeliveryStartTimestamp: new Date(source.startingAtMs),
      },
    };
  return source.throughputHintMbs === undefined
    ? undefined
    : { DirectPutSourceDescription: { ThroughputHintInMBs: source.throughputHintMbs } };
}

/** AWS: observed (steampipe's recorded answers): a destination in S3 is described in both forms. */
function describeDestination(destination: DestinationRecord): Omit<DestinationDescription, "DestinationId"> {
  if (destination.kind === "http") return { HttpEndpointDestinationDescription: describeHttp(destination.settings) };
  return {
    S3DestinationDescription: describePlainS3(destination.settings),
    ExtendedS3DestinationDescription: describeExtendedS3(destination.settings),
  };
}

function describeExtendedS3({
  S3BackupConfiguration: backup,
  ...settings
}: ExtendedS3DestinationConfiguration): ExtendedS3DestinationDescription {
  return {
    ...settings,
    ...describePlainS3(settings),
    ...(backup === undefined ? {} : { S3BackupDescription: describePlainS3(backup) }),
  };
}

function describePlainS3(settings: S3DestinationConfiguration): S3DestinationDescription {
  return {
    RoleARN: settings.RoleARN,
    BucketARN: settings.BucketARN,
    BufferingHints: settings.BufferingHints,
    CompressionFormat: settings.CompressionFormat,
    EncryptionConfiguration: settings.EncryptionConfiguration,
    ...given({
      Prefix: settings.Prefix,
      ErrorOutputPrefix: settings.ErrorOutputPrefix,
      CloudWatchLoggingOptions: settings.CloudWatchLoggingOptions,
    }),
  };
}

/** AWS: HttpEndpointDescription has no access key. */
function describeHttp({
  EndpointConfiguration: endpoint,
  S3Configuration: s3,
  ...settings
}: HttpEndpointDestinationConfiguration): HttpEndpointDestinationDescription {
  return {
    ...settings,
    EndpointConfiguration: { Url: endpoint?.Url, ...given({ Name: endpoint?.Name }) },
    ...(s3 === undefined ? {} : { S3DestinationDescription: describePlainS3(s3) }),
  };
}
