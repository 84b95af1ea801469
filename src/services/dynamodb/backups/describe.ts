// A backup as AWS describes it.

import type { BackupDescription, BackupDetails, BackupSummary, SourceTableDetails } from "@aws-sdk/client-dynamodb";
import type { Scope } from "../../../service/context.ts";
import type { TableRecord } from "../records.ts";
import { encryptionShown, keySchemaOf, onDemandShown, projectionOf } from "../tables/describe.ts";
import { backupArn, tableArn } from "../tables/names.ts";
import type { BackupRecord } from "./records.ts";

export function describeDetails(
  scope: Scope,
  backup: BackupRecord,
  status: BackupDetails["BackupStatus"] = backup.status,
): BackupDetails {
  return {
    BackupArn: backupArn(scope, backup.table.tableName, backup.backupId),
    BackupName: backup.backupName,
    BackupSizeBytes: backup.bytes,
    BackupStatus: status,
    BackupType: backup.type,
    BackupCreationDateTime: new Date(backup.createdAtMs),
    ...(backup.expiresAtMs !== undefined && { BackupExpiryDateTime: new Date(backup.expiresAtMs) }),
  };
}

/** Everything; `status` is DELETED in the answer of DeleteBackup. */
export function describeBackup(
  scope: Scope,
  backup: BackupRecord,
  status: BackupDetails["BackupStatus"] = backup.status,
): BackupDescription {
  const { table } = backup;
  return {
    BackupDetails: describeDetails(scope, backup, status),
    SourceTableDetails: sourceOf(scope, backup),
    SourceTableFeatureDetails: featuresOf(table),
  };
}

function sourceOf(scope: Scope, { table, itemCount, bytes }: BackupRecord): SourceTableDetails {
  return {
    TableName: table.tableName,
    TableId: table.tableId,
    TableArn: tableArn(scope, table.tableName),
    TableSizeBytes: bytes,
    KeySchema: keySchemaOf(table.key),
    TableCreationDateTime: new Date(table.createdAtMs),
    ProvisionedThroughput: unitsOf(table.throughput),
    ...(table.onDemand !== undefined && { OnDemandThroughput: onDemandShown(table.onDemand) }),
    ItemCount: itemCount,
    BillingMode: table.isOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED",
  };
}

function unitsOf({ readUnits, writeUnits }: TableRecord["throughput"]): SourceTableDetails["ProvisionedThroughput"] {
  return { ReadCapacityUnits: readUnits, WriteCapacityUnits: writeUnits };
}

function featuresOf(table: TableRecord): BackupDescription["SourceTableFeatureDetails"] {
  return {
    ...(table.localIndexes.length > 0 && {
      LocalSecondaryIndexes: table.localIndexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchemaOf(index.key),
        Projection: projectionOf(index),
      })),
    }),
    ...(table.globalIndexes.length > 0 && {
      GlobalSecondaryIndexes: table.globalIndexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchemaOf(index.key),
        Projection: projectionOf(index),
        ProvisionedThroughput: unitsOf(index.throughput),
        ...(index.onDemand !== undefined && { OnDemandThroughput: onDemandShown(index.onDemand) }),
      })),
    }),
    ...(table.stream !== undefined && {
      StreamDescription: { StreamEnabled: true, StreamViewType: table.stream.viewType },
    }),
    TimeToLiveDescription: {
      TimeToLiveStatus: table.ttl?.isEnabled === true ? "ENABLED" : "DISABLED",
      ...(table.ttl?.isEnabled === true && { AttributeName: table.ttl.attribute }),
    },
    ...(table.encryption !== undefined && { SSEDescription: encryptionShown(table.encryption) }),
  };
}

export function summarize(scope: Scope, backup: BackupRecord): BackupSummary {
  const { BackupArn, BackupName, BackupStatus, BackupType, ...rest } = describeDetails(scope, backup);
  const { BackupCreationDateTime, BackupExpiryDateTime, BackupSizeBytes } = rest;
  return {
    TableName: backup.table.tableName,
    TableId: backup.table.tableId,
    TableArn: tableArn(scope, backup.table.tableName),
    BackupArn,
    BackupName,
    BackupCreationDateTime,
    ...(BackupExpiryDateTime !== undefined && { BackupExpiryDateTime }),
    BackupStatus,
    BackupType,
    BackupSizeBytes,
  };
}
