// Lengths, ranges and enumerations, from the service's model; the order of enumerations is the one of AWS's messages.
// Names of tables are checked by tables/names.ts, as ARNs can stand for them.

import type { Constraint, Constraints } from "../../service/constraints.ts";

const CAPACITY: Constraint = { oneOf: ["INDEXES", "TOTAL", "NONE"] };
const METRICS: Constraint = { oneOf: ["SIZE", "NONE"] };
const RETURN_VALUES: Constraint = { oneOf: ["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"] };
const ON_FAILURE: Constraint = { oneOf: ["ALL_OLD", "NONE"] };
const SELECT: Constraint = {
  oneOf: ["SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"],
};
const NAME: Constraint = { length: [3, 255], pattern: "[a-zA-Z0-9_.-]+" };
const AT_LEAST_ONE: Constraint = { range: [1, Number.POSITIVE_INFINITY] };
const ATTRIBUTE_NAME: Constraint = { length: [1, 255] };
const ARN: Constraint = { length: [1, 1283] };

const ATTRIBUTE_DEFINITIONS: Readonly<Record<string, Constraint>> = {
  "AttributeDefinitions.member.AttributeName": ATTRIBUTE_NAME,
  "AttributeDefinitions.member.AttributeType": { oneOf: ["B", "N", "S"] },
};

function keySchema(path: string): Readonly<Record<string, Constraint>> {
  return {
    [path]: { length: [1, 2] },
    [`${path}.member.AttributeName`]: ATTRIBUTE_NAME,
    [`${path}.member.KeyType`]: { oneOf: ["HASH", "RANGE"] },
  };
}

function throughput(path: string): Readonly<Record<string, Constraint>> {
  return { [`${path}.ReadCapacityUnits`]: AT_LEAST_ONE, [`${path}.WriteCapacityUnits`]: AT_LEAST_ONE };
}

function index(path: string): Readonly<Record<string, Constraint>> {
  return {
    [`${path}.IndexName`]: NAME,
    ...keySchema(`${path}.KeySchema`),
    [`${path}.Projection.ProjectionType`]: { oneOf: ["ALL", "INCLUDE", "KEYS_ONLY"] },
    [`${path}.Projection.NonKeyAttributes`]: { length: [1, 20] },
    ...throughput(`${path}.ProvisionedThroughput`),
  };
}

const BACKUP_ARN: Constraint = { length: [37, 1024] };

const BUCKET: Constraint = { length: [0, 255], pattern: "^[a-z0-9A-Z]+[\\.\\-\\w]*[a-z0-9A-Z]+$" };

const PRECISION: Constraint = { oneOf: ["MILLISECOND", "MICROSECOND"] };
const KINESIS: Readonly<Record<string, Constraint>> = {
  TableName: { length: [1, 1024] },
  StreamArn: { length: [37, 1024] },
  "EnableKinesisStreamingConfiguration.ApproximateCreationDateTimePrecision": PRECISION,
};

/** What a restore can override. */
const RESTORE: Readonly<Record<string, Constraint>> = {
  TargetTableName: NAME,
  BillingModeOverride: { oneOf: ["PROVISIONED", "PAY_PER_REQUEST"] },
  ...index("GlobalSecondaryIndexOverride.member"),
  ...index("LocalSecondaryIndexOverride.member"),
  ...throughput("ProvisionedThroughputOverride"),
  "SSESpecificationOverride.SSEType": { oneOf: ["AES256", "KMS"] },
};

const TABLE_SETTINGS: Readonly<Record<string, Constraint>> = {
  ...ATTRIBUTE_DEFINITIONS,
  BillingMode: { oneOf: ["PROVISIONED", "PAY_PER_REQUEST"] },
  ...throughput("ProvisionedThroughput"),
  "StreamSpecification.StreamViewType": { oneOf: ["OLD_IMAGE", "KEYS_ONLY", "NEW_IMAGE", "NEW_AND_OLD_IMAGES"] },
  "SSESpecification.SSEType": { oneOf: ["AES256", "KMS"] },
  TableClass: { oneOf: ["STANDARD", "STANDARD_INFREQUENT_ACCESS"] },
};

const STATEMENT: Constraint = { length: [1, 8192] };

export const constraints: Constraints = {
  BatchExecuteStatement: {
    Statements: { length: [1, 25] },
    "Statements.member.Statement": STATEMENT,
    "Statements.member.Parameters": { length: [1, Number.POSITIVE_INFINITY] },
    "Statements.member.ReturnValuesOnConditionCheckFailure": ON_FAILURE,
    ReturnConsumedCapacity: CAPACITY,
  },
  BatchGetItem: {
    RequestItems: { length: [1, 100] },
    "RequestItems.value.Keys": { length: [1, 100] },
    ReturnConsumedCapacity: CAPACITY,
  },
  BatchWriteItem: {
    RequestItems: { length: [1, 25] },
    "RequestItems.value": { length: [1, 25] },
    ReturnConsumedCapacity: CAPACITY,
    ReturnItemCollectionMetrics: METRICS,
  },
  CreateBackup: { TableName: { length: [1, 1024] }, BackupName: NAME },
  CreateTable: {
    ...TABLE_SETTINGS,
    ...keySchema("KeySchema"),
    ...index("LocalSecondaryIndexes.member"),
    ...index("GlobalSecondaryIndexes.member"),
    "Tags.member.Key": { length: [1, 128] },
    "Tags.member.Value": { length: [0, 256] },
  },
  DeleteBackup: { BackupArn: BACKUP_ARN },
  DeleteItem: {
    ReturnValues: RETURN_VALUES,
    ReturnConsumedCapacity: CAPACITY,
    ReturnItemCollectionMetrics: METRICS,
    ReturnValuesOnConditionCheckFailure: ON_FAILURE,
  },
  DescribeBackup: { BackupArn: BACKUP_ARN },
  DescribeExport: { ExportArn: BACKUP_ARN },
  DescribeImport: { ImportArn: BACKUP_ARN },
  DescribeKinesisStreamingDestination: { TableName: { length: [1, 1024] } },
  DisableKinesisStreamingDestination: KINESIS,
  EnableKinesisStreamingDestination: KINESIS,
  ExportTableToPointInTime: {
    TableArn: { length: [1, 1024] },
    ClientToken: { pattern: "^[^\\$]+$" },
    S3Bucket: BUCKET,
    S3BucketOwner: { pattern: "[0-9]{12}" },
    S3Prefix: { length: [0, 1024] },
    S3SseAlgorithm: { oneOf: ["AES256", "KMS"] },
    S3SseKmsKeyId: { length: [1, 2048] },
    ExportFormat: { oneOf: ["DYNAMODB_JSON", "ION"] },
    ExportType: { oneOf: ["FULL_EXPORT", "INCREMENTAL_EXPORT"] },
    "IncrementalExportSpecification.ExportViewType": { oneOf: ["NEW_IMAGE", "NEW_AND_OLD_IMAGES"] },
  },
  ExecuteStatement: {
    Statement: STATEMENT,
    Parameters: { length: [1, Number.POSITIVE_INFINITY] },
    NextToken: { length: [1, 32_768] },
    Limit: AT_LEAST_ONE,
    ReturnConsumedCapacity: CAPACITY,
    ReturnValuesOnConditionCheckFailure: ON_FAILURE,
  },
  ExecuteTransaction: {
    TransactStatements: { length: [1, 100] },
    "TransactStatements.member.Statement": STATEMENT,
    "TransactStatements.member.Parameters": { length: [1, Number.POSITIVE_INFINITY] },
    "TransactStatements.member.ReturnValuesOnConditionCheckFailure": ON_FAILURE,
    ClientRequestToken: { length: [1, 36] },
    ReturnConsumedCapacity: CAPACITY,
  },
  GetItem: { AttributesToGet: { length: [1, 255] }, ReturnConsumedCapacity: CAPACITY },
  ListBackups: {
    TableName: { length: [1, 1024] },
    Limit: { range: [1, 100] },
    ExclusiveStartBackupArn: BACKUP_ARN,
    BackupType: { oneOf: ["USER", "SYSTEM", "AWS_BACKUP", "ALL"] },
  },
  ImportTable: {
    ClientToken: { pattern: "^[^\\$]+$" },
    "S3BucketSource.S3BucketOwner": { pattern: "[0-9]{12}" },
    "S3BucketSource.S3Bucket": BUCKET,
    "S3BucketSource.S3KeyPrefix": { length: [0, 1024] },
    InputFormat: { oneOf: ["DYNAMODB_JSON", "ION", "CSV"] },
    "InputFormatOptions.Csv.Delimiter": { length: [1, 1], pattern: "[,;:|\\t ]" },
    "InputFormatOptions.Csv.HeaderList": { length: [1, 255] },
    InputCompressionType: { oneOf: ["GZIP", "ZSTD", "NONE"] },
    "TableCreationParameters.TableName": NAME,
    ...keySchema("TableCreationParameters.KeySchema"),
    "TableCreationParameters.BillingMode": { oneOf: ["PROVISIONED", "PAY_PER_REQUEST"] },
    ...throughput("TableCreationParameters.ProvisionedThroughput"),
    ...index("TableCreationParameters.GlobalSecondaryIndexes.member"),
  },
  ListImports: {
    TableArn: { length: [1, 1024] },
    PageSize: { range: [1, 25] },
    NextToken: { length: [112, 1024], pattern: "([0-9a-f]{16})+" },
  },
  ListExports: { TableArn: { length: [1, 1024] }, MaxResults: { range: [1, 25] } },
  ListTables: { ExclusiveStartTableName: NAME, Limit: { range: [1, 100] } },
  PutItem: {
    ReturnValues: RETURN_VALUES,
    ReturnConsumedCapacity: CAPACITY,
    ReturnItemCollectionMetrics: METRICS,
    ReturnValuesOnConditionCheckFailure: ON_FAILURE,
  },
  Query: { IndexName: NAME, Select: SELECT, Limit: AT_LEAST_ONE, ReturnConsumedCapacity: CAPACITY },
  RestoreTableFromBackup: { BackupArn: BACKUP_ARN, ...RESTORE },
  RestoreTableToPointInTime: { SourceTableArn: { length: [1, 1024] }, SourceTableName: NAME, ...RESTORE },
  Scan: {
    IndexName: NAME,
    Select: SELECT,
    Limit: AT_LEAST_ONE,
    ReturnConsumedCapacity: CAPACITY,
    TotalSegments: { range: [1, 1_000_000] },
    Segment: { range: [0, 999_999] },
  },
  TagResource: { ResourceArn: ARN, "Tags.member.Key": { length: [1, 128] }, "Tags.member.Value": { length: [0, 256] } },
  TransactGetItems: { TransactItems: { length: [1, 100] }, ReturnConsumedCapacity: CAPACITY },
  TransactWriteItems: {
    TransactItems: { length: [1, 100] },
    ReturnConsumedCapacity: CAPACITY,
    ReturnItemCollectionMetrics: METRICS,
    ClientRequestToken: { length: [1, 36] },
  },
  UntagResource: { ResourceArn: ARN },
  UpdateContinuousBackups: { "PointInTimeRecoverySpecification.RecoveryPeriodInDays": { range: [1, 35] } },
  UpdateItem: {
    ReturnValues: RETURN_VALUES,
    ReturnConsumedCapacity: CAPACITY,
    ReturnItemCollectionMetrics: METRICS,
    ReturnValuesOnConditionCheckFailure: ON_FAILURE,
  },
  UpdateKinesisStreamingDestination: {
    TableName: { length: [1, 1024] },
    StreamArn: { length: [37, 1024] },
    "UpdateKinesisStreamingConfiguration.ApproximateCreationDateTimePrecision": PRECISION,
  },
  UpdateTable: {
    ...TABLE_SETTINGS,
    ...index("GlobalSecondaryIndexUpdates.member.Create"),
    "GlobalSecondaryIndexUpdates.member.Update.IndexName": NAME,
    ...throughput("GlobalSecondaryIndexUpdates.member.Update.ProvisionedThroughput"),
    "GlobalSecondaryIndexUpdates.member.Delete.IndexName": NAME,
  },
  UpdateTimeToLive: { "TimeToLiveSpecification.AttributeName": ATTRIBUTE_NAME },
};

/** Of DynamoDB Streams. */
export const streamConstraints: Constraints = {
  DescribeStream: { StreamArn: { length: [37, 1024] }, ExclusiveStartShardId: { length: [28, 65] } },
  GetRecords: { ShardIterator: { length: [1, 2048] }, Limit: { range: [1, 1000] } },
  GetShardIterator: {
    StreamArn: { length: [37, 1024] },
    ShardId: { length: [28, 65] },
    ShardIteratorType: { oneOf: ["TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"] },
    SequenceNumber: { length: [21, 40] },
  },
  ListStreams: { TableName: NAME, Limit: AT_LEAST_ONE, ExclusiveStartStreamArn: { length: [37, 1024] } },
};
