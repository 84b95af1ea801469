// Amazon DynamoDB and DynamoDB Streams: tables, items, indexes, transactions, and what changed. Table of contents.
// Streams is a service of its own to its clients, over the same records; so both are defined here.

import type { AccessRequest } from "../../iam/authorization.ts";
import { defineService, type PermissionCall } from "../../service/service.ts";
import { startGauges } from "./gauges.ts";
import { countCall } from "./metrics.ts";
import { constraints, streamConstraints } from "./constraints.ts";
import { backfillIndex, emptyIndex } from "./jobs/change-index.ts";
import { copyBackup } from "./jobs/copy-backup.ts";
import { deliverToKinesis } from "./jobs/deliver-to-kinesis.ts";
import { expireBackup } from "./jobs/expire-backup.ts";
import { expireItems } from "./jobs/expire-items.ts";
import { forgetToken } from "./jobs/forget-token.ts";
import { noteExpiries } from "./jobs/note-expiries.ts";
import { pruneJournal } from "./jobs/prune-journal.ts";
import { purgeTable } from "./jobs/purge-table.ts";
import { restoreTable } from "./jobs/restore-table.ts";
import { runExport } from "./jobs/run-export.ts";
import { runImport } from "./jobs/run-import.ts";
import { trimStream } from "./jobs/trim-stream.ts";
import { batchExecuteStatement } from "./operations/batch-execute-statement.ts";
import { batchGetItem } from "./operations/batch-get-item.ts";
import { batchWriteItem } from "./operations/batch-write-item.ts";
import { createBackup } from "./operations/create-backup.ts";
import { createTable } from "./operations/create-table.ts";
import { deleteBackup } from "./operations/delete-backup.ts";
import { deleteItem } from "./operations/delete-item.ts";
import { deleteTable } from "./operations/delete-table.ts";
import { putResourcePolicy } from "./operations/put-resource-policy.ts";
import { getResourcePolicy } from "./operations/get-resource-policy.ts";
import { deleteResourcePolicy } from "./operations/delete-resource-policy.ts";
import { describeBackup } from "./operations/describe-backup.ts";
import { describeContinuousBackups } from "./operations/describe-continuous-backups.ts";
import { describeEndpoints } from "./operations/describe-endpoints.ts";
import { describeImport } from "./operations/describe-import.ts";
import { describeKinesisStreamingDestination } from "./operations/describe-kinesis-streaming-destination.ts";
import { describeLimits } from "./operations/describe-limits.ts";
import { describeTable } from "./operations/describe-table.ts";
import { describeTimeToLive } from "./operations/describe-time-to-live.ts";
import { describeExport } from "./operations/describe-export.ts";
import { disableKinesisStreamingDestination } from "./operations/disable-kinesis-streaming-destination.ts";
import { enableKinesisStreamingDestination } from "./operations/enable-kinesis-streaming-destination.ts";
import { exportTableToPointInTime } from "./operations/export-table-to-point-in-time.ts";
import { executeStatement } from "./operations/execute-statement.ts";
import { executeTransaction } from "./operations/execute-transaction.ts";
import { getItem } from "./operations/get-item.ts";
import { listBackups } from "./operations/list-backups.ts";
import { listExports } from "./operations/list-exports.ts";
import { importTable } from "./operations/import-table.ts";
import { listImports } from "./operations/list-imports.ts";
import { listTables } from "./operations/list-tables.ts";
import { listTagsOfResource } from "./operations/list-tags-of-resource.ts";
import { putItem } from "./operations/put-item.ts";
import { query } from "./operations/query.ts";
import { restoreTableFromBackup } from "./operations/restore-table-from-backup.ts";
import { restoreTableToPointInTime } from "./operations/restore-table-to-point-in-time.ts";
import { scan } from "./operations/scan.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { transactGetItems } from "./operations/transact-get-items.ts";
import { transactWriteItems } from "./operations/transact-write-items.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateContinuousBackups } from "./operations/update-continuous-backups.ts";
import { updateItem } from "./operations/update-item.ts";
import { updateKinesisStreamingDestination } from "./operations/update-kinesis-streaming-destination.ts";
import { updateTable } from "./operations/update-table.ts";
import { updateTimeToLive } from "./operations/update-time-to-live.ts";
import { permissions, streamPermissions } from "./permissions.ts";
import { globalTableType } from "./resources/global-table.ts";
import { tableType } from "./resources/table.ts";
import { describeStream } from "./streams/operations/describe-stream.ts";
import { getRecords } from "./streams/operations/get-records.ts";
import { getShardIterator } from "./streams/operations/get-shard-iterator.ts";
import { listStreams } from "./streams/operations/list-streams.ts";
import { findPolicy } from "./tables/policies.ts";
import { violationError } from "./validation-errors.ts";
import { tagging } from "./resource-tagging.ts";

export const dynamoDb = defineService({
  id: "dynamodb",
  operations: [
    batchExecuteStatement,
    batchGetItem,
    batchWriteItem,
    createBackup,
    createTable,
    deleteBackup,
    deleteItem,
    deleteTable,
    describeBackup,
    describeContinuousBackups,
    describeEndpoints,
    describeExport,
    describeImport,
    describeKinesisStreamingDestination,
    describeLimits,
    disableKinesisStreamingDestination,
    enableKinesisStreamingDestination,
    describeTable,
    describeTimeToLive,
    exportTableToPointInTime,
    executeStatement,
    executeTransaction,
    getItem,
    putResourcePolicy,
    getResourcePolicy,
    deleteResourcePolicy,
    listBackups,
    listExports,
    importTable,
    listImports,
    listTables,
    listTagsOfResource,
    putItem,
    query,
    restoreTableFromBackup,
    restoreTableToPointInTime,
    scan,
    tagResource,
    transactGetItems,
    transactWriteItems,
    untagResource,
    updateContinuousBackups,
    updateItem,
    updateKinesisStreamingDestination,
    updateTable,
    updateTimeToLive,
  ],
  permissions,
  counts: countCall,
  start: startGauges,
  constraints,
  validationError: violationError,
  resourcePolicy,
  jobs: [
    backfillIndex,
    copyBackup,
    deliverToKinesis,
    emptyIndex,
    expireBackup,
    expireItems,
    forgetToken,
    noteExpiries,
    pruneJournal,
    purgeTable,
    restoreTable,
    runExport,
    runImport,
    trimStream,
  ],
  resourceTypes: [globalTableType, tableType],
  tagging,
});

export const dynamoDbStreams = defineService({
  id: "dynamodb-streams",
  operations: [describeStream, getRecords, getShardIterator, listStreams],
  permissions: streamPermissions,
  constraints: streamConstraints,
  resourcePolicy,
});

function resourcePolicy(request: AccessRequest, call: PermissionCall): string | undefined {
  return findPolicy(call.yard.store, request.resource)?.document;
}
