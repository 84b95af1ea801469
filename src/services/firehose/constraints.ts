// Limits of Firehose: what the service's model says (botocore 1.43, firehose/2015-08-04), and its documented quotas.

import type { Constraint, Constraints } from "../../service/constraints.ts";

/** AWS: "Amazon Data Firehose Quota". */
export const LIMITS = {
  streams: 5_000,
  batchRecords: 500,
  /** "up to 500 records per call or 4 MiB per call". */
  batchBytes: 4 * 1_048_576,
  tags: 50,
  /** StartDeliveryStreamEncryption: "a combined limit of 25 calls per Firehose stream per 24 hours". */
  encryptionChanges: 25,
} as const;

type Rules = Readonly<Record<string, Constraint>>;

const NAME: Constraint = { length: [1, 64], pattern: "[a-zA-Z0-9_.-]+" };
const ROLE: Constraint = { length: [1, 512], pattern: "arn:.*:iam::\\d{12}:role/[a-zA-Z_0-9+=,.@\\-_/]+" };
const BUCKET: Constraint = { length: [1, 2_048], pattern: "arn:.*:s3:::[\\w\\.\\-]{1,255}" };
const PREFIX: Constraint = { length: [0, 1_024], pattern: ".*" };
const KEY_ARN: Constraint = {
  length: [1, 512],
  pattern: "arn:.*:kms:[a-zA-Z0-9\\-]+:\\d{12}:(key|alias)/[a-zA-Z_0-9+=,.@\\-_/]+",
};
// DEVIATION: CloudFormation's tags come through the API here, as its resource types call nothing else.
const TAG_KEY: Constraint = {
  length: [1, 128],
  pattern: "^(?!aws:(?!cloudformation:))[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@%]*$",
};
const TAG_VALUE: Constraint = { length: [0, 256], pattern: "^[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@%]*$" };
const PAGE: Constraint = { range: [1, 10_000] };
const DATA: Constraint = { length: [0, 1_024_000] };
const STREAM_TYPE: Constraint = { oneOf: ["DirectPut", "KinesisStreamAsSource", "MSKAsSource", "DatabaseAsSource"] };
const SWITCH: Constraint = { oneOf: ["Disabled", "Enabled"] };

const below = (path: string, rules: Rules): Rules =>
  Object.fromEntries(Object.entries(rules).map(([name, rule]) => [`${path}.${name}`, rule]));

const LOGGING: Rules = {
  LogGroupName: { length: [0, 512], pattern: "[\\.\\-_/#A-Za-z0-9]*" },
  LogStreamName: { length: [0, 512], pattern: "[^:*]*" },
};

const PLAIN_S3: Rules = {
  RoleARN: ROLE,
  BucketARN: BUCKET,
  Prefix: PREFIX,
  ErrorOutputPrefix: PREFIX,
  "BufferingHints.SizeInMBs": { range: [1, 128] },
  "BufferingHints.IntervalInSeconds": { range: [0, 900] },
  CompressionFormat: { oneOf: ["UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY"] },
  "EncryptionConfiguration.NoEncryptionConfig": { oneOf: ["NoEncryption"] },
  "EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN": KEY_ARN,
  ...below("CloudWatchLoggingOptions", LOGGING),
};

const PROCESSING: Rules = {
  "ProcessingConfiguration.Processors.member.Type": {
    oneOf: [
      "RecordDeAggregation",
      "Decompression",
      "CloudWatchLogProcessing",
      "Lambda",
      "MetadataExtraction",
      "AppendDelimiterToRecord",
    ],
  },
  "ProcessingConfiguration.Processors.member.Parameters.member.ParameterName": {
    oneOf: [
      "LambdaArn",
      "NumberOfRetries",
      "MetadataExtractionQuery",
      "JsonParsingEngine",
      "RoleArn",
      "BufferSizeInMBs",
      "BufferIntervalInSeconds",
      "SubRecordType",
      "Delimiter",
      "CompressionFormat",
      "DataMessageExtraction",
    ],
  },
  "ProcessingConfiguration.Processors.member.Parameters.member.ParameterValue": {
    length: [1, 5_120],
    pattern: "^(?!\\s*$).+",
  },
};

const EXTENDED_S3: Rules = {
  ...PLAIN_S3,
  ...PROCESSING,
  S3BackupMode: SWITCH,
  "DynamicPartitioningConfiguration.RetryOptions.DurationInSeconds": { range: [0, 7_200] },
  FileExtension: { length: [0, 128], pattern: "^$|\\.[0-9a-z!\\-_.*'()]+" },
  CustomTimeZone: { length: [0, 50], pattern: "^$|[a-zA-Z/_]+" },
};

const HTTP: Rules = {
  ...PROCESSING,
  ...below("CloudWatchLoggingOptions", LOGGING),
  RoleARN: ROLE,
  // DEVIATION: AWS takes "https://" only. Endpoints of this yard, such as HTTP APIs, have no certificates.
  "EndpointConfiguration.Url": { length: [1, 1_000], pattern: "https?://.*" },
  "EndpointConfiguration.Name": { length: [1, 256], pattern: "^(?!\\s*$).+" },
  "EndpointConfiguration.AccessKey": { length: [0, 4_096], pattern: ".*" },
  "BufferingHints.SizeInMBs": { range: [1, 64] },
  "BufferingHints.IntervalInSeconds": { range: [0, 900] },
  "RequestConfiguration.ContentEncoding": { oneOf: ["NONE", "GZIP"] },
  "RequestConfiguration.CommonAttributes": { length: [0, 50] },
  "RequestConfiguration.CommonAttributes.member.AttributeName": { length: [1, 256], pattern: "^(?!\\s*$).+" },
  "RequestConfiguration.CommonAttributes.member.AttributeValue": { length: [0, 1_024], pattern: ".*" },
  "RetryOptions.DurationInSeconds": { range: [0, 7_200] },
  S3BackupMode: { oneOf: ["FailedDataOnly", "AllData"] },
};

const ENCRYPTION: Rules = {
  "DeliveryStreamEncryptionConfigurationInput.KeyARN": KEY_ARN,
  "DeliveryStreamEncryptionConfigurationInput.KeyType": { oneOf: ["AWS_OWNED_CMK", "CUSTOMER_MANAGED_CMK"] },
};

const TAGS: Rules = {
  Tags: { length: [1, 50] },
  "Tags.member.Key": TAG_KEY,
  "Tags.member.Value": TAG_VALUE,
};

export const constraints: Constraints = {
  CreateDeliveryStream: {
    DeliveryStreamName: NAME,
    DeliveryStreamType: STREAM_TYPE,
    "DirectPutSourceConfiguration.ThroughputHintInMBs": { range: [1, 100] },
    "KinesisStreamSourceConfiguration.KinesisStreamARN": {
      length: [1, 512],
      pattern: "arn:.*:kinesis:[a-zA-Z0-9\\-]+:\\d{12}:stream/[a-zA-Z0-9_.-]+",
    },
    "KinesisStreamSourceConfiguration.RoleARN": ROLE,
    ...ENCRYPTION,
    ...below("S3DestinationConfiguration", PLAIN_S3),
    ...below("ExtendedS3DestinationConfiguration", EXTENDED_S3),
    ...below("ExtendedS3DestinationConfiguration.S3BackupConfiguration", PLAIN_S3),
    ...below("HttpEndpointDestinationConfiguration", HTTP),
    ...below("HttpEndpointDestinationConfiguration.S3Configuration", PLAIN_S3),
    ...TAGS,
  },
  DeleteDeliveryStream: { DeliveryStreamName: NAME },
  DescribeDeliveryStream: {
    DeliveryStreamName: NAME,
    Limit: PAGE,
    ExclusiveStartDestinationId: { length: [1, 100], pattern: "[a-zA-Z0-9-]+" },
  },
  ListDeliveryStreams: { Limit: PAGE, DeliveryStreamType: STREAM_TYPE, ExclusiveStartDeliveryStreamName: NAME },
  ListTagsForDeliveryStream: { DeliveryStreamName: NAME, ExclusiveStartTagKey: TAG_KEY, Limit: { range: [1, 50] } },
  PutRecord: { DeliveryStreamName: NAME, "Record.Data": DATA },
  PutRecordBatch: {
    DeliveryStreamName: NAME,
    Records: { length: [1, LIMITS.batchRecords] },
    "Records.member.Data": DATA,
  },
  StartDeliveryStreamEncryption: { DeliveryStreamName: NAME, ...ENCRYPTION },
  StopDeliveryStreamEncryption: { DeliveryStreamName: NAME },
  TagDeliveryStream: { DeliveryStreamName: NAME, ...TAGS },
  UntagDeliveryStream: { DeliveryStreamName: NAME, TagKeys: { length: [1, 50] }, "TagKeys.member": TAG_KEY },
  UpdateDestination: {
    DeliveryStreamName: NAME,
    CurrentDeliveryStreamVersionId: { length: [1, 50], pattern: "[0-9]+" },
    DestinationId: { length: [1, 100], pattern: "[a-zA-Z0-9-]+" },
    ...below("S3DestinationUpdate", PLAIN_S3),
    ...below("ExtendedS3DestinationUpdate", EXTENDED_S3),
    ...below("ExtendedS3DestinationUpdate.S3BackupUpdate", PLAIN_S3),
    ...below("HttpEndpointDestinationUpdate", HTTP),
    ...below("HttpEndpointDestinationUpdate.S3Update", PLAIN_S3),
  },
};
