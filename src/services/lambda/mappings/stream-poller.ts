// Reads a table's stream for a mapping: shard by shard, in order, each batch until it succeeds or is given up.
// AWS: "Using AWS Lambda with Amazon DynamoDB", "Polling and batching streams".

import type { Shard, _Record as StreamRecord } from "@aws-sdk/client-dynamodb-streams";
import { parseArn } from "../../../kernel/arns.ts";
import { AwsError } from "../../../kernel/errors.ts";
import type { InvocationResult } from "../../../sandbox/sandboxes.ts";
import type { AwsApis } from "../../../service/apis.ts";
import { deliverResult } from "../destinations.ts";
import type { Target } from "../functions.ts";
import { referenceArn } from "../names.ts";
import type { CheckpointRecord } from "../records.ts";
import { loadCheckpoint, saveCheckpoint } from "../repo.ts";
import { runTarget } from "../runner.ts";
import { readItemFailures } from "./batch-result.ts";
import { compileFilters } from "./filter.ts";
import { createBell, noteProblem, noteResult, prepareTarget, renewRole } from "./poller.ts";
import type { Assignment, Bell, Poller } from "./poller.ts";
import { streamEventRecord } from "./stream-event.ts";
import type { StreamEventRecord } from "./stream-event.ts";

// LIMIT: AWS: "GetRecords": 1,000 records a call.
const READ_LIMIT = 1_000;
const IDLE_LOOK_MS = 30_000;
const PROBLEM_DELAY_MS = 5_000;
// AWS backs off exponentially between retries of a batch; it does not say how.
const FIRST_RETRY_DELAY_MS = 250;
const MOST_RETRY_DELAY_MS = 60_000;

/** Records that are run together, and how often they failed. */
interface Batch {
  readonly records: readonly StreamEventRecord[];
  readonly failures: number;
}

/** Starts reading; how far it has come is in the store. */
export function startStreamPoller(assignment: Assignment): Poller {
  const { yard, mapping, abort } = assignment;
  const bell = createBell(assignment, `dynamodb-streams/${mapping.sourceArn}`);
  const shards = new Map<string, { readonly done: Promise<void>; readonly bell: Bell }>();

  /** Keeps a reader on each shard whose parent is read. */
  async function watch(): Promise<void> {
    while (!abort.aborted) {
      const delayMs = await look();
      await bell.wait(delayMs);
      for (const shard of shards.values()) shard.bell.ring();
    }
    bell.close();
    await Promise.all([...shards.values()].map(({ done }) => done));
  }

  async function look(): Promise<number> {
    const prepared = await prepareTarget(assignment);
    if (prepared === undefined) return PROBLEM_DELAY_MS;
    // Known shards are looked for again only when one has ended: until then there is no other.
    if (shards.size > 0) return IDLE_LOOK_MS;
    try {
      const listed = await listShards(prepared.aws, mapping.sourceArn);
      for (const shard of listed) if (isReadable(shard, listed)) read(shard);
      return IDLE_LOOK_MS;
    } catch (error) {
      noteProblem(assignment, error);
      renewRole(assignment, prepared.target);
      return PROBLEM_DELAY_MS;
    }
  }

  function isReadable({ ShardId: id = "", ParentShardId: parent }: Shard, listed: readonly Shard[]): boolean {
    if (checkpoint(assignment, id)?.isFinished === true) return false;
    const isParentListed = listed.some(({ ShardId }) => ShardId === parent);
    return parent === undefined || !isParentListed || checkpoint(assignment, parent)?.isFinished === true;
  }

  function read({ ShardId: id = "" }: Shard): void {
    const shardBell = createBell(assignment, `dynamodb-streams/${mapping.sourceArn}#${id}`);
    const done = readShard(assignment, id, shardBell)
      .catch((error: unknown) => {
        noteProblem(assignment, error);
        return yard.clock.wait(PROBLEM_DELAY_MS, abort);
      })
      .finally(() => {
        shardBell.close();
        shards.delete(id);
        bell.ring();
      });
    shards.set(id, { done, bell: shardBell });
  }

  const done = watch();
  return { stop: () => done };
}

/** All shards of a stream, parents before their children. */
export async function listShards(aws: AwsApis, streamArn: string): Promise<readonly Shard[]> {
  const shards: Shard[] = [];
  let after: string | undefined;
  do {
    const { StreamDescription: stream } = await aws.dynamoDBStreams.describeStream({
      StreamArn: streamArn,
      ...(after === undefined ? {} : { ExclusiveStartShardId: after }),
    });
    shards.push(...(stream?.Shards ?? []));
    after = stream?.LastEvaluatedShardId;
  } while (after !== undefined);
  return shards;
}

/**
 * Where "LATEST" begins: the last record of each shard that is there now. It is kept, so that a restart before the first
 * batch loses nothing.
 */
export async function findLatest(aws: AwsApis, streamArn: string): Promise<ReadonlyMap<string, CheckpointRecord>> {
  const positions = new Map<string, CheckpointRecord>();
  for (const { ShardId: shardId = "" } of await listShards(aws, streamArn)) {
    let last: string | undefined;
    let iterator = await openShard(aws, streamArn, shardId, undefined);
    while (iterator !== undefined) {
      const { Records: records = [], NextShardIterator: next } = await aws.dynamoDBStreams.getRecords({
        ShardIterator: iterator,
        Limit: READ_LIMIT,
      });
      last = records.at(-1)?.dynamodb?.SequenceNumber ?? last;
      iterator = records.length === 0 ? undefined : next;
    }
    positions.set(shardId, { v: 1, isFinished: false, ...(last === undefined ? {} : { sequenceNumber: last }) });
  }
  return positions;
}

async function openShard(
  aws: AwsApis,
  streamArn: string,
  shardId: string,
  after: string | undefined,
): Promise<string | undefined> {
  const open = async (position: { after?: string }): Promise<string | undefined> =>
    (
      await aws.dynamoDBStreams.getShardIterator({
        StreamArn: streamArn,
        ShardId: shardId,
        ...(position.after === undefined
          ? { ShardIteratorType: "TRIM_HORIZON" }
          : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: position.after }),
      })
    ).ShardIterator;
  try {
    return await open(after === undefined ? {} : { after });
  } catch (error) {
    // What lies before has been trimmed after 24 hours: go on with what is left.
    if (error instanceof AwsError && error.code === "TrimmedDataAccessException") return open({});
    throw error;
  }
}

function checkpoint({ yard, scope, mapping }: Assignment, shardId: string): CheckpointRecord | undefined {
  return yard.store.read((tx) => loadCheckpoint(tx, scope, mapping.uuid, shardId));
}

function advance({ yard, scope, mapping, abort }: Assignment, shardId: string, record: CheckpointRecord): void {
  // RACE: a poller that was stopped must not move the position of the one that follows it.
  if (abort.aborted) return;
  yard.store.write((tx) => saveCheckpoint(tx, scope, mapping.uuid, shardId, record));
}

/** Reads one shard to its end, or until the mapping is stopped. Throws what reading throws. */
async function readShard(assignment: Assignment, shardId: string, bell: Bell): Promise<void> {
  const { yard, mapping, abort } = assignment;
  const { sourceArn } = mapping;
  const region = parseArn(sourceArn)?.region ?? "";
  const filter = compileFilters(mapping.filters);
  let iterator: string | undefined;
  while (!abort.aborted) {
    const prepared = await prepareTarget(assignment);
    if (prepared === undefined) {
      await yard.clock.wait(PROBLEM_DELAY_MS, abort);
      continue;
    }
    const position = checkpoint(assignment, shardId)?.sequenceNumber;
    iterator ??= await openShard(prepared.aws, sourceArn, shardId, position);
    if (iterator === undefined) return;
    const collected = await collect(assignment, prepared.aws, iterator, bell);
    if (collected === "expired") {
      iterator = undefined;
      continue;
    }
    const { records, next } = collected;
    const last = records.at(-1)?.dynamodb?.SequenceNumber;
    if (last !== undefined) {
      const wanted = records.map((record) => streamEventRecord(record, sourceArn, region)).filter(filter);
      await runRecords(assignment, shardId, wanted);
      advance(assignment, shardId, { v: 1, sequenceNumber: last, isFinished: false });
    }
    if (next === undefined) {
      const end = last ?? position;
      advance(assignment, shardId, { v: 1, isFinished: true, ...(end === undefined ? {} : { sequenceNumber: end }) });
      return;
    }
    iterator = next;
    if (records.length === 0) await bell.wait(IDLE_LOOK_MS);
  }
}

/** A batch: full, or as much as there is when the window ends. */
async function collect(
  { yard, mapping, abort }: Assignment,
  aws: AwsApis,
  first: string,
  bell: Bell,
): Promise<{ readonly records: readonly StreamRecord[]; readonly next: string | undefined } | "expired"> {
  const records: StreamRecord[] = [];
  let iterator: string | undefined = first;
  let endsAtMs: number | undefined;
  try {
    for (;;) {
      const answer: { Records?: StreamRecord[]; NextShardIterator?: string } = await aws.dynamoDBStreams.getRecords({
        ShardIterator: iterator,
        Limit: Math.min(READ_LIMIT, mapping.batchSize - records.length),
      });
      const { Records: read = [], NextShardIterator: next } = answer;
      records.push(...read);
      iterator = next;
      if (records.length === 0 || records.length >= mapping.batchSize || next === undefined || abort.aborted) break;
      // Without a window a batch takes what is there, but all of it.
      if (read.length === 0 && mapping.windowSeconds === 0) break;
      endsAtMs ??= yard.clock.nowMs() + mapping.windowSeconds * 1000;
      const leftMs = endsAtMs - yard.clock.nowMs();
      if (mapping.windowSeconds > 0 && leftMs <= 0) break;
      if (read.length === 0) await bell.wait(leftMs);
    }
  } catch (error) {
    if (error instanceof AwsError && error.code === "ExpiredIteratorException") return "expired";
    throw error;
  }
  return { records, next: iterator };
}

/** Runs records until each has succeeded or is given up. */
async function runRecords(
  assignment: Assignment,
  shardId: string,
  records: readonly StreamEventRecord[],
): Promise<void> {
  const { abort } = assignment;
  let queue: readonly Batch[] = records.length === 0 ? [] : [{ records, failures: 0 }];
  while (!abort.aborted) {
    const [batch, ...rest] = queue;
    if (batch === undefined) return;
    const left = await runBatch(assignment, shardId, batch);
    queue = [...left, ...rest];
  }
}

/** Runs one batch once; gives what is left to do of it. */
async function runBatch(assignment: Assignment, shardId: string, batch: Batch): Promise<readonly Batch[]> {
  const { yard, mapping, abort } = assignment;
  const prepared = await prepareTarget(assignment);
  if (prepared === undefined) {
    await yard.clock.wait(PROBLEM_DELAY_MS, abort);
    return [batch];
  }
  const { target } = prepared;
  const current = await dropOld(assignment, target, shardId, batch);
  if (current.records.length === 0) return [];
  const outcome = await invoke(assignment, target, current.records);
  if (outcome === "throttled") {
    await backOff(assignment, batch.failures + 1);
    return [current];
  }
  const { result, done } = outcome;
  const finished = current.records[done - 1];
  if (finished !== undefined)
    advance(assignment, shardId, { v: 1, sequenceNumber: finished.dynamodb.SequenceNumber, isFinished: false });
  const remaining = current.records.slice(done);
  if (remaining.length === 0) {
    noteResult(assignment, "OK");
    return [];
  }
  noteResult(assignment, "PROBLEM: Function call failed");
  const failures = current.failures + 1;
  // AWS: "BisectBatchOnFunctionError": splitting leaves the retry quota as it was; a partial answer splits where it says.
  if (mapping.bisects === true && done === 0 && remaining.length > 1) {
    const middle = Math.ceil(remaining.length / 2);
    await backOff(assignment, failures);
    return [
      { records: remaining.slice(0, middle), failures: current.failures },
      { records: remaining.slice(middle), failures: current.failures },
    ];
  }
  const { retryAttempts = -1 } = mapping;
  if (retryAttempts !== -1 && failures > retryAttempts) {
    await discard(assignment, target, shardId, remaining, "RetryAttemptsExhausted", failures, result);
    return [];
  }
  await backOff(assignment, failures);
  // Progress is a new start: the records that remain have failed for the first time in front.
  return [{ records: remaining, failures: done > 0 ? 1 : failures }];
}

async function invoke(
  { yard, mapping }: Assignment,
  target: Target,
  records: readonly StreamEventRecord[],
): Promise<{ readonly result: InvocationResult; readonly done: number } | "throttled"> {
  let result: InvocationResult;
  try {
    result = await runTarget(yard, target, {
      requestId: yard.random.uuid(),
      payload: Buffer.from(JSON.stringify({ Records: records })),
    });
  } catch (error) {
    if (error instanceof AwsError && error.code === "TooManyRequestsException") return "throttled";
    throw error;
  }
  if (result.functionError !== undefined) return { result, done: 0 };
  if (!mapping.reportsItemFailures) return { result, done: records.length };
  const numbers = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
  const failed = readItemFailures(result.payload, new Set(numbers));
  if (failed === "all") return { result, done: 0 };
  // AWS: "Lambda uses the lowest sequence number as the checkpoint and retries all records from that checkpoint".
  const first = numbers.findIndex((number) => failed.includes(number));
  return { result, done: first === -1 ? records.length : first };
}

/** Gives up records that are older than the mapping allows. */
async function dropOld(assignment: Assignment, target: Target, shardId: string, batch: Batch): Promise<Batch> {
  const { recordAgeSeconds = -1 } = assignment.mapping;
  if (recordAgeSeconds === -1) return batch;
  const oldestSeconds = assignment.yard.clock.nowMs() / 1000 - recordAgeSeconds;
  const isOld = (record: StreamEventRecord): boolean => createdSeconds(record) < oldestSeconds;
  const old = batch.records.filter(isOld);
  if (old.length === 0) return batch;
  await discard(assignment, target, shardId, old, "RecordAgeExceeded", batch.failures, undefined);
  return { ...batch, records: batch.records.filter((record) => !isOld(record)) };
}

function createdSeconds({ dynamodb }: StreamEventRecord): number {
  return Number(dynamodb["ApproximateCreationDateTime"] ?? Number.POSITIVE_INFINITY);
}

async function discard(
  { yard, scope, mapping }: Assignment,
  target: Target,
  shardId: string,
  records: readonly StreamEventRecord[],
  condition: "RetryAttemptsExhausted" | "RecordAgeExceeded",
  invokeCount: number,
  result: InvocationResult | undefined,
): Promise<void> {
  const [first] = records;
  const last = records.at(-1);
  if (mapping.onFailureArn === undefined || first === undefined || last === undefined) return;
  const arrival = (record: StreamEventRecord): string => new Date(createdSeconds(record) * 1000).toISOString();
  const { functionName: name, qualifier } = mapping;
  await deliverResult(yard, target, mapping.onFailureArn, {
    requestContext: {
      requestId: yard.random.uuid(),
      functionArn: referenceArn({ scope, name, ...(qualifier === undefined ? {} : { qualifier }) }),
      condition,
      approximateInvokeCount: invokeCount,
    },
    ...(result === undefined
      ? {}
      : {
          responseContext: {
            statusCode: 200,
            executedVersion: target.version.version,
            ...(result.functionError === undefined ? {} : { functionError: result.functionError }),
          },
        }),
    version: "1.0",
    timestamp: new Date(yard.clock.nowMs()).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first.dynamodb.SequenceNumber,
      endSequenceNumber: last.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: records.length,
      streamArn: mapping.sourceArn,
    },
  });
}

function backOff({ yard, abort }: Assignment, failures: number): Promise<void> {
  return yard.clock.wait(Math.min(MOST_RETRY_DELAY_MS, FIRST_RETRY_DELAY_MS * 2 ** (failures - 1)), abort);
}
