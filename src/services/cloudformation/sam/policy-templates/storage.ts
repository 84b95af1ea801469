// SAM's policy templates for databases, files and what is queried in them. AWS: "AWS SAM policy template list".

import { allow, policy } from "./notation.ts";
import type { PolicyTemplate } from "./notation.ts";

const TABLE_AND_INDEXES = ["dynamodb table/${tableName}", "dynamodb table/${tableName}/index/*"];
const BUCKET_AND_OBJECTS = ["s3:::${bucketName}", "s3:::${bucketName}/*"];

/** The templates by their names. */
export const STORAGE_TEMPLATES: Readonly<Record<string, PolicyTemplate>> = {
  DynamoDBBackupFullAccessPolicy: policy(
    "TableName",
    allow("dynamodb: CreateBackup DescribeContinuousBackups", "dynamodb table/${tableName}"),
    allow("dynamodb: DeleteBackup DescribeBackup ListBackups", "dynamodb table/${tableName}/backup/*"),
  ),
  DynamoDBCrudPolicy: policy(
    "TableName",
    allow(
      "dynamodb: GetItem DeleteItem PutItem Scan Query UpdateItem BatchWriteItem BatchGetItem DescribeTable ConditionCheckItem",
      TABLE_AND_INDEXES,
    ),
  ),
  DynamoDBReadPolicy: policy(
    "TableName",
    allow("dynamodb: GetItem Scan Query BatchGetItem DescribeTable", TABLE_AND_INDEXES),
  ),
  DynamoDBReconfigurePolicy: policy("TableName", allow("dynamodb: UpdateTable", "dynamodb table/${tableName}")),
  DynamoDBRestoreFromBackupPolicy: policy(
    "TableName",
    allow("dynamodb: RestoreTableFromBackup", "dynamodb table/${tableName}/backup/*"),
    allow("dynamodb: PutItem UpdateItem DeleteItem GetItem Query Scan BatchWriteItem", "dynamodb table/${tableName}"),
  ),
  DynamoDBStreamReadPolicy: policy(
    "StreamName TableName",
    allow("dynamodb: DescribeStream GetRecords GetShardIterator", "dynamodb table/${tableName}/stream/${streamName}"),
    allow("dynamodb: ListStreams", "dynamodb table/${tableName}/stream/*"),
  ),
  DynamoDBWritePolicy: policy("TableName", allow("dynamodb: PutItem UpdateItem BatchWriteItem", TABLE_AND_INDEXES)),
  S3CrudPolicy: policy(
    "BucketName",
    allow(
      "s3: GetObject ListBucket GetBucketLocation GetObjectVersion PutObject PutObjectAcl GetLifecycleConfiguration PutLifecycleConfiguration DeleteObject",
      BUCKET_AND_OBJECTS,
    ),
  ),
  S3FullAccessPolicy: policy(
    "BucketName",
    allow(
      "s3: GetObject GetObjectAcl GetObjectVersion PutObject PutObjectAcl DeleteObject DeleteObjectTagging DeleteObjectVersionTagging GetObjectTagging GetObjectVersionTagging PutObjectTagging PutObjectVersionTagging",
      ["s3:::${bucketName}/*"],
    ),
    allow("s3: ListBucket GetBucketLocation GetLifecycleConfiguration PutLifecycleConfiguration", [
      "s3:::${bucketName}",
    ]),
  ),
  S3ReadPolicy: policy(
    "BucketName",
    allow("s3: GetObject ListBucket GetBucketLocation GetObjectVersion GetLifecycleConfiguration", BUCKET_AND_OBJECTS),
  ),
  S3WritePolicy: policy(
    "BucketName",
    allow("s3: PutObject PutObjectAcl PutLifecycleConfiguration", BUCKET_AND_OBJECTS),
  ),
  AthenaQueryPolicy: policy(
    "WorkGroupName",
    allow(
      "athena: ListWorkGroups GetExecutionEngine GetExecutionEngines GetNamespace GetCatalogs GetNamespaces GetTables GetTable",
      "*",
    ),
    allow(
      "athena: StartQueryExecution GetQueryResults DeleteNamedQuery GetNamedQuery ListQueryExecutions StopQueryExecution GetQueryResultsStream ListNamedQueries CreateNamedQuery GetQueryExecution BatchGetNamedQuery BatchGetQueryExecution GetWorkGroup",
      "athena workgroup/${workgroupName}",
    ),
  ),
  EFSWriteAccessPolicy: policy(
    "AccessPoint FileSystem",
    allow("elasticfilesystem: ClientMount ClientWrite", "elasticfilesystem file-system/${FileSystem}", {
      "elasticfilesystem:AccessPointArn": "elasticfilesystem access-point/${AccessPoint}",
    }),
  ),
  ElasticsearchHttpPostPolicy: policy("DomainName", allow("es: ESHttpPost ESHttpPut", "es domain/${domainName}/*")),
};
