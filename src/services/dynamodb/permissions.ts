// What each operation needs. AWS: Service Authorization Reference, "Actions, resources, and condition keys for Amazon
// DynamoDB". Operations on items are in item-permissions.ts.

import type { AccessRequest, ConditionValue } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { batchGet, batchWrite, onItem, onTableOrIndex, transactGet, transactWrite } from "./item-permissions.ts";
import {
  batchExecuteStatementPermission,
  executeStatementPermission,
  executeTransactionPermission,
} from "./partiql/permissions.ts";
import { streamArnOf } from "./streams/iterator.ts";
import { parseTableOfArn, parseTableReference, requireOwnArn, tableArn } from "./tables/names.ts";
import { requestTags, withTableTags } from "./tag-conditions.ts";

interface OnTable {
  readonly TableName: string;
}

const onTable =
  (...actions: readonly string[]): PermissionRule =>
  (input: OnTable, call) => {
    const reference = parseTableReference(input.TableName, call);
    const resource = tableArn(reference, reference.tableName);
    const conditions = withTableTags({}, reference, call);
    return actions.map((action) => ({ action: `dynamodb:${action}`, resource, conditions }));
  };

const onArn =
  (action: string): PermissionRule =>
  (input: { ResourceArn: string }, call) => [ownRequest(action, input.ResourceArn, call)];

/** A request about a table or a stream by its own ARN; a table's tags are conditions, beside those that are given. */
function ownRequest(
  action: string,
  arn: string,
  call: PermissionCall,
  conditions: Readonly<Record<string, ConditionValue>> = {},
): AccessRequest {
  const resource = requireOwnArn(arn);
  const table = parseTableOfArn(resource);
  const tagged = table === undefined ? conditions : withTableTags({ ...conditions }, table, call);
  return { action: `dynamodb:${action}`, resource, conditions: tagged };
}

const onEverything =
  (action: string): PermissionRule =>
  () => [{ action: `dynamodb:${action}`, resource: "*" }];

const onStream =
  (action: string): PermissionRule =>
  (input: { StreamArn: string }) => [{ action: `dynamodb:${action}`, resource: input.StreamArn }];

const onBackup =
  (action: string): PermissionRule =>
  (input: { BackupArn: string }) => [{ action: `dynamodb:${action}`, resource: input.BackupArn }];

// AWS: Developer Guide, "Using IAM with DynamoDB backup and restore": the restore itself is allowed on the source, and
// "DynamoDB read and write permissions on the target table are necessary".
const RESTORING = ["BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"];

function onTarget(tableName: string, call: PermissionCall): readonly AccessRequest[] {
  const resource = tableArn(call, tableName);
  return RESTORING.map((action) => ({ action: `dynamodb:${action}`, resource }));
}

export const permissions: Permissions = {
  BatchExecuteStatement: batchExecuteStatementPermission,
  BatchGetItem: batchGet,
  BatchWriteItem: batchWrite,
  CreateTable: (
    input: OnTable & { Tags?: readonly { Key: string; Value: string }[]; ResourcePolicy?: string },
    call,
  ) => {
    const reference = parseTableReference(input.TableName, call);
    const resource = tableArn(reference, reference.tableName);
    const tags = input.Tags ?? [];
    const policy = input.ResourcePolicy === undefined ? [] : [{ action: "dynamodb:PutResourcePolicy", resource }];
    if (tags.length === 0) return [{ action: "dynamodb:CreateTable", resource }, ...policy];
    const conditions = requestTags(tags);
    return [
      { action: "dynamodb:CreateTable", resource, conditions },
      { action: "dynamodb:TagResource", resource, conditions },
      ...policy,
    ];
  },
  CreateBackup: onTable("CreateBackup"),
  DeleteBackup: onBackup("DeleteBackup"),
  DeleteItem: onItem("DeleteItem"),
  DeleteTable: onTable("DeleteTable"),
  DescribeBackup: onBackup("DescribeBackup"),
  DescribeContinuousBackups: onTable("DescribeContinuousBackups"),
  DescribeEndpoints: onEverything("DescribeEndpoints"),
  DescribeLimits: onEverything("DescribeLimits"),
  DescribeTable: onTable("DescribeTable"),
  DescribeTimeToLive: onTable("DescribeTimeToLive"),
  DescribeExport: (input: { ExportArn: string }) => [{ action: "dynamodb:DescribeExport", resource: input.ExportArn }],
  DescribeImport: (input: { ImportArn: string }) => [{ action: "dynamodb:DescribeImport", resource: input.ImportArn }],
  DescribeKinesisStreamingDestination: onTable("DescribeKinesisStreamingDestination"),
  DisableKinesisStreamingDestination: onTable("DisableKinesisStreamingDestination"),
  // AWS: Developer Guide, "Using IAM policies for Kinesis Data Streams and DynamoDB": who switches it on must be allowed to
  // write to the stream, too.
  EnableKinesisStreamingDestination: (input: OnTable & { StreamArn: string }, call) => {
    const reference = parseTableReference(input.TableName, call);
    const resource = tableArn(reference, reference.tableName);
    const conditions = withTableTags({}, reference, call);
    return [
      { action: "dynamodb:EnableKinesisStreamingDestination", resource, conditions },
      ...["DescribeStream", "PutRecord", "PutRecords"].map((action) => ({
        action: `kinesis:${action}`,
        resource: input.StreamArn,
      })),
    ];
  },
  ExportTableToPointInTime: (input: { TableArn: string }, call) => {
    const { tableName, ...scope } = parseTableReference(input.TableArn, call);
    return [{ action: "dynamodb:ExportTableToPointInTime", resource: tableArn(scope, tableName) }];
  },
  ExecuteStatement: executeStatementPermission,
  ExecuteTransaction: executeTransactionPermission,
  GetItem: onItem("GetItem"),
  PutResourcePolicy: onArn("PutResourcePolicy"),
  GetResourcePolicy: onArn("GetResourcePolicy"),
  DeleteResourcePolicy: onArn("DeleteResourcePolicy"),
  ListBackups: onEverything("ListBackups"),
  ListExports: onEverything("ListExports"),
  // AWS: Developer Guide, "Requesting a table import in DynamoDB", "Setting up IAM permissions".
  ImportTable: (input: { TableCreationParameters: OnTable }, call) => [
    { action: "dynamodb:ImportTable", resource: tableArn(call, input.TableCreationParameters.TableName) },
  ],
  ListImports: onEverything("ListImports"),
  ListTables: onEverything("ListTables"),
  ListTagsOfResource: onArn("ListTagsOfResource"),
  PutItem: onItem("PutItem"),
  Query: onTableOrIndex("Query"),
  RestoreTableFromBackup: (input: { BackupArn: string; TargetTableName: string }, call) => [
    { action: "dynamodb:RestoreTableFromBackup", resource: input.BackupArn },
    ...onTarget(input.TargetTableName, call),
  ],
  RestoreTableToPointInTime: (
    input: { SourceTableArn?: string; SourceTableName?: string; TargetTableName: string },
    call,
  ) => {
    const source = parseTableReference(input.SourceTableArn ?? input.SourceTableName ?? "", call);
    return [
      { action: "dynamodb:RestoreTableToPointInTime", resource: tableArn(source, source.tableName) },
      ...onTarget(input.TargetTableName, call),
    ];
  },
  Scan: onTableOrIndex("Scan"),
  TagResource: (input: { ResourceArn: string; Tags: readonly { Key: string; Value: string }[] }, call) => [
    ownRequest("TagResource", input.ResourceArn, call, requestTags(input.Tags)),
  ],
  TransactGetItems: transactGet,
  TransactWriteItems: transactWrite,
  UntagResource: (input: { ResourceArn: string; TagKeys: readonly string[] }, call) => [
    ownRequest("UntagResource", input.ResourceArn, call, { "aws:TagKeys": input.TagKeys }),
  ],
  UpdateContinuousBackups: onTable("UpdateContinuousBackups"),
  UpdateItem: onItem("UpdateItem"),
  UpdateKinesisStreamingDestination: onTable("UpdateKinesisStreamingDestination"),
  UpdateTable: onTable("UpdateTable"),
  UpdateTimeToLive: onTable("UpdateTimeToLive"),
};

/** Of DynamoDB Streams, whose actions have DynamoDB's prefix. */
export const streamPermissions: Permissions = {
  DescribeStream: onStream("DescribeStream"),
  GetRecords: (input: { ShardIterator: string }) => [
    { action: "dynamodb:GetRecords", resource: streamArnOf(input.ShardIterator) ?? "*" },
  ],
  GetShardIterator: onStream("GetShardIterator"),
  ListStreams: (input: { TableName?: string }, call) => {
    const reference = input.TableName === undefined ? undefined : parseTableReference(input.TableName, call);
    const resource = `${tableArn(reference ?? call, reference?.tableName ?? "*")}/stream/*`;
    return [{ action: "dynamodb:ListStreams", resource }];
  },
};
