// Beginning and ending a table's stream.
// AWS: Developer Guide, "Change data capture for DynamoDB Streams". One shard a stream; it is never split.

import type { WriteTx } from "../../../store/store.ts";
import type { WriteEnvironment } from "../items/environment.ts";
import type { StreamRecord, StreamViewType, TableRecord } from "../records.ts";
import { lastSequence, loadStream, saveStream } from "../repo.ts";
import type { TableReference } from "../tables/names.ts";
import { sequenceAt } from "./sequence.ts";

/** LIMIT: of the service: records can be read for 24 hours, and so can a stream that was disabled. */
export const RETENTION_MS = 24 * 60 * 60 * 1000;

/** The kind of the job that removes old records. */
export const TRIM_STREAM = "dynamodb/trim-stream";

export interface TrimStream {
  readonly tableName: string;
  readonly label: string;
}

/** Gives the table a new stream; the record it returns is to be saved. */
export function beginStream(
  tx: WriteTx,
  environment: WriteEnvironment,
  reference: TableReference,
  table: TableRecord,
  viewType: StreamViewType,
): TableRecord {
  const nowMs = environment.clock.nowMs();
  const label = newLabel(tx, reference, nowMs);
  const stream: StreamRecord = {
    v: 1,
    tableName: table.tableName,
    tableId: table.tableId,
    label,
    viewType,
    key: table.key,
    createdAtMs: nowMs,
    shardId: `shardId-${String(nowMs).padStart(20, "0")}-${environment.random.hex(8)}`,
    startingSequence: sequenceAt(nowMs),
  };
  saveStream(tx, reference, stream);
  const payload: TrimStream = { tableName: table.tableName, label };
  const { account, region } = reference;
  environment.jobs.enqueue(tx, { kind: TRIM_STREAM, account, region, payload, dueAtMs: nowMs + RETENTION_MS });
  return { ...table, stream: { label, viewType }, latestStreamLabel: label };
}

/** Ends the table's stream; what it has can be read for 24 hours more. The record it returns is to be saved. */
export function endStream(
  tx: WriteTx,
  environment: Pick<WriteEnvironment, "clock">,
  reference: TableReference,
  table: TableRecord,
): TableRecord {
  const { stream: open, ...rest } = table;
  const stream = open === undefined ? undefined : loadStream(tx, reference, table.tableName, open.label);
  if (stream === undefined) return rest;
  const nowMs = environment.clock.nowMs();
  const endingSequence = lastSequence(tx, reference, stream) ?? sequenceAt(nowMs);
  saveStream(tx, reference, { ...stream, closed: { atMs: nowMs, endingSequence } });
  return rest;
}

/** The time as an ISO text without a zone; two streams of one table in one millisecond get two. */
function newLabel(tx: WriteTx, reference: TableReference, nowMs: number): string {
  for (let ms = nowMs; ; ms++) {
    const label = new Date(ms).toISOString().slice(0, -1);
    if (loadStream(tx, reference, reference.tableName, label) === undefined) return label;
  }
}
