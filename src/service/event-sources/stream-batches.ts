// Runs the records of a shard until each has succeeded or is given up: retries, halving, age, and lanes side by side.
// AWS: "Using Lambda with Kinesis", "How Lambda processes records from stream and queue-based event sources".

import type { SourceRecord } from "./shard-source.ts";
import type { StreamHost } from "./stream-host.ts";
import { type TumblingWindow, windowAt } from "./tumbling-window.ts";

// AWS backs off exponentially between retries of a batch; it does not say how.
const FIRST_RETRY_DELAY_MS = 250;
const MOST_RETRY_DELAY_MS = 60_000;

/** Records that are run together, and how often they failed. */
interface Batch {
  readonly records: readonly SourceRecord[];
  readonly failures: number;
}

/** Runs records; with `closing` and none, a tumbling window's last invocation. */
export async function runRecords(
  host: StreamHost,
  shardId: string,
  records: readonly SourceRecord[],
  closing?: TumblingWindow,
): Promise<void> {
  if (closing !== undefined) return runQueue(host, shardId, [{ records, failures: 0 }], closing);
  // LIMIT: lanes wait for each other before the next records are read; AWS's go on independently.
  await Promise.all(lanesOf(host, records).map((lane) => runQueue(host, shardId, batchesOf(host, lane))));
}

/** AWS: ParallelizationFactor: "Lambda still ensures in-order processing at the partition-key level." */
function lanesOf({ settings }: StreamHost, records: readonly SourceRecord[]): (readonly SourceRecord[])[] {
  if (settings.lanes === 1) return [records];
  const lanes = Array.from({ length: settings.lanes }, (): SourceRecord[] => []);
  for (const record of records) lanes[laneOf(record.key, settings.lanes)]?.push(record);
  return lanes;
}

function laneOf(key: string, lanes: number): number {
  let hash = 0;
  for (let index = 0; index < key.length; index++) hash = (Math.imul(hash, 31) + key.charCodeAt(index)) >>> 0;
  return hash % lanes;
}

function batchesOf({ settings }: StreamHost, records: readonly SourceRecord[]): Batch[] {
  const batches: Batch[] = [];
  for (let start = 0; start < records.length; start += settings.batchSize)
    batches.push({ records: records.slice(start, start + settings.batchSize), failures: 0 });
  return batches;
}

async function runQueue(
  host: StreamHost,
  shardId: string,
  batches: readonly Batch[],
  closing?: TumblingWindow,
): Promise<void> {
  let queue = batches;
  while (!host.abort.aborted) {
    const [batch, ...rest] = queue;
    if (batch === undefined) return;
    const left = await runBatch(host, shardId, batch, closing);
    queue = [...left, ...rest];
  }
}

/** Runs one batch once; gives what is left to do of it. */
async function runBatch(
  host: StreamHost,
  shardId: string,
  batch: Batch,
  closing: TumblingWindow | undefined,
): Promise<readonly Batch[]> {
  const { settings } = host;
  const current = await dropOld(host, shardId, batch);
  if (current.records.length === 0 && closing === undefined) return [];
  const window = windowOf(host, shardId, current, closing);
  const outcome = await host.deliver({
    shardId,
    records: current.records,
    ...(window === undefined ? {} : { window }),
  });
  if (outcome === "throttled") {
    await backOff(host, batch.failures + 1);
    return [current];
  }
  const { done } = outcome;
  const remaining = current.records.slice(done);
  const isDone = remaining.length === 0 && outcome.failure === undefined;
  noteProgress(host, shardId, current.records[done - 1], isDone ? window : undefined, outcome.state);
  if (isDone) {
    host.noteSuccess();
    return [];
  }
  host.noteFailure();
  const failures = current.failures + 1;
  // AWS: "BisectBatchOnFunctionError": splitting leaves the retry quota as it was; a partial answer splits where it says.
  if (settings.bisects && done === 0 && remaining.length > 1) {
    const middle = Math.ceil(remaining.length / 2);
    await backOff(host, failures);
    return [
      { records: remaining.slice(0, middle), failures: current.failures },
      { records: remaining.slice(middle), failures: current.failures },
    ];
  }
  if (settings.retryAttempts !== -1 && failures > settings.retryAttempts) {
    await host.discard({
      shardId,
      records: remaining,
      condition: "RetryAttemptsExhausted",
      attempts: failures,
      failure: outcome.failure,
    });
    return [];
  }
  await backOff(host, failures);
  // Progress is a new start: the records that remain have failed for the first time in front.
  return [{ records: remaining, failures: done > 0 ? 1 : failures }];
}

/** Keeps how far the shard is done, and the state of its window. With lanes only whole rounds are kept. */
function noteProgress(
  host: StreamHost,
  shardId: string,
  last: SourceRecord | undefined,
  window: (TumblingWindow & { readonly isFinal: boolean }) | undefined,
  state: unknown,
): void {
  if (host.settings.lanes > 1) return;
  const before = host.checkpoint(shardId) ?? { v: 1, isFinished: false };
  const { startMs, endMs } = window ?? { startMs: 0, endMs: 0 };
  host.advance(shardId, {
    ...before,
    ...(last === undefined ? {} : { sequenceNumber: last.sequenceNumber }),
    ...(window === undefined || window.isFinal ? {} : { window: { startMs, endMs, state: state ?? {} } }),
  });
}

function windowOf(
  host: StreamHost,
  shardId: string,
  { records: [first] }: Batch,
  closing: TumblingWindow | undefined,
): (TumblingWindow & { readonly isFinal: boolean }) | undefined {
  const { tumblingSeconds } = host.settings;
  if (tumblingSeconds === 0) return undefined;
  if (closing !== undefined) return { ...closing, isFinal: true };
  const open = host.checkpoint(shardId)?.window;
  const span = windowAt(first?.arrivedAtMs ?? 0, tumblingSeconds);
  return { ...span, state: open?.startMs === span.startMs ? open.state : {}, isFinal: false };
}

/** Gives up records that are older than the host allows. */
async function dropOld(host: StreamHost, shardId: string, batch: Batch): Promise<Batch> {
  const { recordAgeSeconds } = host.settings;
  if (recordAgeSeconds === -1) return batch;
  const oldestMs = host.yard.clock.nowMs() - recordAgeSeconds * 1_000;
  const old = batch.records.filter(({ arrivedAtMs }) => arrivedAtMs < oldestMs);
  if (old.length === 0) return batch;
  await host.discard({
    shardId,
    records: old,
    condition: "RecordAgeExceeded",
    attempts: batch.failures,
    failure: undefined,
  });
  return { ...batch, records: batch.records.filter((record) => !old.includes(record)) };
}

function backOff({ yard, abort }: StreamHost, failures: number): Promise<void> {
  return yard.clock.wait(Math.min(MOST_RETRY_DELAY_MS, FIRST_RETRY_DELAY_MS * 2 ** (failures - 1)), abort);
}
