// ExportTableToPointInTime: writes a table's items of a moment, or what changed between two, to S3. A job does it.

import type {
  ExportTableToPointInTimeCommandInput,
  ExportTableToPointInTimeCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import type { WriteTx } from "../../../store/store.ts";
import { recoveryUnavailable, tableNotFoundForBackups, tooMany } from "../backups/errors.ts";
import { earliestMs, positionAfter, positionNow } from "../backups/journal.ts";
import { newBackupId } from "../backups/names.ts";
import { withSnapshot } from "../backups/snapshots.ts";
import { validationError } from "../errors.ts";
import { RUN_EXPORT, type RunExport } from "../jobs/run-export.ts";
import type { TableRecord } from "../records.ts";
import { loadTable, saveTable } from "../repo.ts";
import { sequenceAt } from "../streams/sequence.ts";
import { parseTableReference, type TableReference } from "../tables/names.ts";
import { describeExport } from "../transfers/describe-export.ts";
import { exportConflict, invalidExportTime } from "../transfers/errors.ts";
import type { ExportRecord, FullExport, IncrementalExport } from "../transfers/records.ts";
import { listExports, saveExport } from "../transfers/repo.ts";
import { hashOf, withToken } from "../transfers/requests.ts";

type ExportInput = Input<ExportTableToPointInTimeCommandInput>;

/** LIMITS: of the service (Developer Guide, "Service, account, and table quotas", and "Requesting a table export"). */
const MOST_EXPORTS = 300;
const SHORTEST_WINDOW_MS = 15 * 60 * 1000;
const LONGEST_WINDOW_MS = 24 * 60 * 60 * 1000;

/** ExportTableToPointInTime. */
export const exportTableToPointInTime = defineOperation<ExportInput, ExportTableToPointInTimeCommandOutput>(
  "ExportTableToPointInTime",
  (input, context) => {
    const reference = parseTableReference(input.TableArn, context);
    const record = context.store.write((tx) => begin(tx, context, reference, input));
    return { ExportDescription: describeExport(reference, record) };
  },
);

function begin(tx: WriteTx, context: Context, reference: TableReference, input: ExportInput): ExportRecord {
  const { account, region, tableName } = reference;
  const nowMs = context.clock.nowMs();
  const exports = listExports(tx, reference, undefined);
  const requestHash = hashOf(input);
  const known = withToken(exports, input.ClientToken, nowMs);
  if (known !== undefined && known.requestHash !== requestHash) throw exportConflict();
  if (known !== undefined) return known;
  const table = loadTable(tx, reference, tableName);
  if (table === undefined) throw tableNotFoundForBackups(tableName);
  if (table.recovery === undefined) throw recoveryUnavailable(tableName);
  if (exports.filter(({ status }) => status === "IN_PROGRESS").length >= MOST_EXPORTS)
    throw tooMany("exports", MOST_EXPORTS);
  const what = whatOf(tx, context, reference, table, input);
  const record: ExportRecord = {
    v: 1,
    id: newBackupId(nowMs, context.random),
    tableName,
    tableId: table.tableId,
    startedAtMs: nowMs,
    principal: context.principal,
    requestHash,
    ...(input.ClientToken !== undefined && { clientToken: input.ClientToken }),
    status: "IN_PROGRESS",
    format: input.ExportFormat ?? "DYNAMODB_JSON",
    bucket: input.S3Bucket,
    ...(input.S3BucketOwner !== undefined && { bucketOwner: input.S3BucketOwner }),
    ...(input.S3Prefix !== undefined && { prefix: input.S3Prefix }),
    encryption: input.S3SseAlgorithm ?? "AES256",
    ...(input.S3SseKmsKeyId !== undefined && { kmsKeyId: input.S3SseKmsKeyId }),
    key: table.key,
    what,
    files: [],
    itemCount: 0,
    bytes: 0,
  };
  saveExport(tx, reference, record);
  const position = what.kind === "full" ? what.position : what.from;
  saveTable(tx, context.store, reference, withSnapshot(table, { id: record.id, position }));
  const payload: RunExport = { tableName, id: record.id };
  context.jobs.enqueue(tx, { kind: RUN_EXPORT, account, region, payload });
  return record;
}

function whatOf(
  tx: WriteTx,
  context: Context,
  reference: TableReference,
  table: TableRecord,
  input: ExportInput,
): FullExport | IncrementalExport {
  const { IncrementalExportSpecification: incremental, ExportTime: time } = input;
  const nowMs = context.clock.nowMs();
  const here = (): string => positionNow(context.store, tx, reference, table.tableId, nowMs);
  if (input.ExportType !== "INCREMENTAL_EXPORT") {
    if (incremental !== undefined)
      throw validationError("IncrementalExportSpecification is only supported for ExportType INCREMENTAL_EXPORT");
    const atMs = time?.getTime() ?? nowMs;
    checkTime(table, atMs, nowMs);
    return { kind: "full", atMs, position: atMs >= nowMs ? here() : positionAfter(atMs) };
  }
  const fromMs = incremental?.ExportFromTime?.getTime();
  if (incremental === undefined || fromMs === undefined)
    throw validationError("IncrementalExportSpecification with an ExportFromTime is required for INCREMENTAL_EXPORT");
  if (time !== undefined) throw validationError("ExportTime is not supported for ExportType INCREMENTAL_EXPORT");
  const toMs = incremental.ExportToTime?.getTime() ?? nowMs;
  checkTime(table, fromMs, nowMs);
  checkTime(table, toMs, nowMs);
  if (toMs - fromMs < SHORTEST_WINDOW_MS)
    throw validationError("Difference between ExportFromTime and ExportToTime is less than 15 minutes");
  if (toMs - fromMs > LONGEST_WINDOW_MS)
    throw validationError("Difference between ExportFromTime and ExportToTime is greater than 24 hours");
  return {
    kind: "incremental",
    fromMs,
    toMs,
    from: sequenceAt(fromMs),
    to: toMs >= nowMs ? here() : sequenceAt(toMs),
    view: incremental.ExportViewType ?? "NEW_AND_OLD_IMAGES",
  };
}

function checkTime({ recovery }: TableRecord, ms: number, nowMs: number): void {
  // Times are asked for in whole seconds, so that of a window's first moment may be a little before it.
  if (recovery === undefined || ms < Math.floor(earliestMs(recovery, nowMs) / 1000) * 1000 || ms > nowMs)
    throw invalidExportTime();
}
