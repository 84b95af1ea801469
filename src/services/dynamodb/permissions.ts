// What each operation needs. AWS: Service Authorization Reference, "Actions, resources, and condition keys for Amazon
// DynamoDB". Transactions need the permission of each action in them.

import type { AttributeValue, KeysAndAttributes, TransactWriteItem, WriteRequest } from "@aws-sdk/client-dynamodb";
import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { ExpressionError } from "./expressions/ast.ts";
import { conditionOf, projectionOf, updateOf } from "./expressions/cache.ts";
import { leaves, operandsOf } from "./expressions/condition-grammar.ts";
import type { LegacyParameters } from "./items/legacy.ts";
import type { ExpressionParameters } from "./items/request-expressions.ts";
import {
  batchExecuteStatementPermission,
  executeStatementPermission,
  executeTransactionPermission,
} from "./partiql/permissions.ts";
import type { KeySchema } from "./records.ts";
import { findTable } from "./repo.ts";
import { streamArnOf } from "./streams/iterator.ts";
import { indexArn, parseTableReference, requireOwnArn, tableArn, type TableReference } from "./tables/names.ts";
import type { Item } from "./values/attribute-value.ts";

interface OnTable {
  readonly TableName: string;
}

const onTable =
  (...actions: readonly string[]): PermissionRule =>
  (input: OnTable, call) => {
    const reference = parseTableReference(input.TableName, call);
    const resource = tableArn(reference, reference.tableName);
    return actions.map((action) => ({ action: `dynamodb:${action}`, resource }));
  };

const onArn =
  (action: string): PermissionRule =>
  (input: { ResourceArn: string }) => [{ action: `dynamodb:${action}`, resource: requireOwnArn(input.ResourceArn) }];

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

interface ItemRequest extends OnTable, ExpressionParameters, LegacyParameters {
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ReturnValues?: string;
  readonly ReturnConsumedCapacity?: string;
}

const onItem =
  (action: string): PermissionRule =>
  (input: ItemRequest, call) => [itemRequest(action, input, call)];

function itemRequest(action: string, input: ItemRequest, call: PermissionCall): AccessRequest {
  const reference = parseTableReference(input.TableName, call);
  const key = input.Key ?? input.Item ?? {};
  return {
    action: `dynamodb:${action}`,
    resource: tableArn(reference, reference.tableName),
    // Worked out only for policies that ask: most do not, and these are the hottest calls of all.
    conditions: {
      get "dynamodb:LeadingKeys"() {
        return leadingKeys([key], reference, call);
      },
      get "dynamodb:Attributes"() {
        return [...Object.keys(key), ...attributesIn(input)];
      },
      "dynamodb:ReturnValues": input.ReturnValues,
      "dynamodb:ReturnConsumedCapacity": input.ReturnConsumedCapacity,
    },
  };
}

/** The partition keys that a request touches, as the condition key has them: texts. */
function leadingKeys(keys: readonly Item[], reference: TableReference, call: PermissionCall): readonly string[] {
  const table = findTable(call.yard.store, reference, reference.tableName);
  if (table === undefined) return [];
  const { name } = table.key.partition;
  return keys.flatMap((key) => keyText(key[name]) ?? []);
}

function keyText(value: AttributeValue | undefined): string | undefined {
  if (value?.B !== undefined) return Buffer.from(value.B).toString("base64");
  return value?.S ?? value?.N;
}

/** The top-level attributes that a request's expressions, or legacy parameters, name. What cannot be parsed is refused by the operation. */
function attributesIn(input: ExpressionParameters & LegacyParameters): readonly string[] {
  const heads = new Set<string>(input.AttributesToGet);
  for (const legacy of [
    input.Expected,
    input.AttributeUpdates,
    input.KeyConditions,
    input.QueryFilter,
    input.ScanFilter,
  ])
    for (const name of Object.keys(legacy ?? {})) heads.add(name);
  const add = (steps: readonly (string | number)[]): void => {
    const head = String(steps[0]);
    heads.add(input.ExpressionAttributeNames?.[head] ?? head);
  };
  try {
    for (const text of [input.ConditionExpression, input.KeyConditionExpression, input.FilterExpression])
      if (text !== undefined)
        for (const leaf of leaves(conditionOf(text)))
          for (const operand of operandsOf(leaf)) if (operand.kind === "path") add(operand.steps);
    if (input.UpdateExpression !== undefined)
      for (const action of updateOf(input.UpdateExpression)) add(action.path.steps);
    if (input.ProjectionExpression !== undefined)
      for (const path of projectionOf(input.ProjectionExpression)) add(path.steps);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
  }
  return [...heads];
}

interface ReadRequest extends OnTable, ExpressionParameters, LegacyParameters {
  readonly IndexName?: string;
  readonly Select?: string;
  readonly ReturnConsumedCapacity?: string;
}

const onTableOrIndex =
  (action: string): PermissionRule =>
  (input: ReadRequest, call) => {
    const reference = parseTableReference(input.TableName, call);
    const { tableName } = reference;
    return [
      {
        action: `dynamodb:${action}`,
        resource:
          input.IndexName === undefined
            ? tableArn(reference, tableName)
            : indexArn(reference, tableName, input.IndexName),
        conditions: {
          get "dynamodb:LeadingKeys"() {
            return queriedKeys(input, reference, call);
          },
          get "dynamodb:Attributes"() {
            return attributesIn(input);
          },
          "dynamodb:Select": input.Select,
          "dynamodb:ReturnConsumedCapacity": input.ReturnConsumedCapacity,
        },
      },
    ];
  };

/** The partition key that a query names. A scan has none, so that it never fulfils a condition on leading keys. */
function queriedKeys(
  input: ReadRequest,
  reference: TableReference,
  call: PermissionCall,
): readonly string[] | undefined {
  const text = input.KeyConditionExpression;
  const table = findTable(call.yard.store, reference, reference.tableName);
  if (table === undefined) return undefined;
  const indexes = [...table.globalIndexes, ...table.localIndexes];
  const key: KeySchema = indexes.find(({ name }) => name === input.IndexName)?.key ?? table.key;
  const legacy = keyText(input.KeyConditions?.[key.partition.name]?.AttributeValueList?.[0]);
  if (legacy !== undefined) return [legacy];
  if (text === undefined) return undefined;
  try {
    for (const leaf of leaves(conditionOf(text))) {
      if (leaf.kind !== "compare" || leaf.comparator !== "=") continue;
      const operands = [leaf.left, leaf.right];
      const path = operands.find((operand) => operand.kind === "path");
      const value = operands.find((operand) => operand.kind === "value");
      const head = String(path?.steps[0]);
      if ((input.ExpressionAttributeNames?.[head] ?? head) !== key.partition.name) continue;
      const leading = keyText(input.ExpressionAttributeValues?.[value?.name ?? ""]);
      return leading === undefined ? undefined : [leading];
    }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
  }
  return undefined;
}

const batchGet: PermissionRule = (input: { RequestItems: Record<string, KeysAndAttributes> }, call) =>
  Object.entries(input.RequestItems).map(([given, { Keys: keys = [], ...expressions }]) => {
    const reference = parseTableReference(given, call);
    return {
      action: "dynamodb:BatchGetItem",
      resource: tableArn(reference, reference.tableName),
      conditions: {
        "dynamodb:LeadingKeys": leadingKeys(keys, reference, call),
        "dynamodb:Attributes": [...keys.flatMap((key) => Object.keys(key)), ...attributesIn(expressions)],
      },
    };
  });

const batchWrite: PermissionRule = (input: { RequestItems: Record<string, WriteRequest[]> }, call) =>
  Object.entries(input.RequestItems).map(([given, requests]) => {
    const reference = parseTableReference(given, call);
    const items = requests.map((request) => request.PutRequest?.Item ?? request.DeleteRequest?.Key ?? {});
    return {
      action: "dynamodb:BatchWriteItem",
      resource: tableArn(reference, reference.tableName),
      conditions: {
        "dynamodb:LeadingKeys": leadingKeys(items, reference, call),
        "dynamodb:Attributes": [...new Set(items.flatMap((item) => Object.keys(item)))],
      },
    };
  });

const transactWrite: PermissionRule = (input: { TransactItems: TransactWriteItem[] }, call) =>
  input.TransactItems.flatMap((item) =>
    (
      [
        ["ConditionCheckItem", item.ConditionCheck],
        ["PutItem", item.Put],
        ["UpdateItem", item.Update],
        ["DeleteItem", item.Delete],
      ] as const
    ).flatMap(([action, request]) => {
      const tableName = request?.TableName;
      if (request === undefined || tableName === undefined) return [];
      const { ReturnValuesOnConditionCheckFailure: _shown, ...rest } = request;
      return [itemRequest(action, { ...rest, TableName: tableName }, call)];
    }),
  );

const transactGet: PermissionRule = (input: { TransactItems: { Get: ItemRequest }[] }, call) =>
  input.TransactItems.map((item) => itemRequest("GetItem", item.Get, call));

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
    const conditions = {
      ...Object.fromEntries(tags.map(({ Key: key, Value: value }) => [`aws:RequestTag/${key}`, value])),
      "aws:TagKeys": tags.map(({ Key: key }) => key),
    };
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
  TagResource: onArn("TagResource"),
  TransactGetItems: transactGet,
  TransactWriteItems: transactWrite,
  UntagResource: onArn("UntagResource"),
  UpdateContinuousBackups: onTable("UpdateContinuousBackups"),
  UpdateItem: onItem("UpdateItem"),
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
