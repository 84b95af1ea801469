// Buffers: records wait in the store until there are enough of them, or they have waited long enough; then the buffer is closed
// and a durable job delivers what it holds. What is written here survives a crash, as the job's row is of the same transaction.
// AWS: "Configure buffering hints".

import type { Scope, YardContext } from "../../service/context.ts";
import type { Job, JobHandler } from "../../service/jobs.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import type { BufferRecord, DeliveryStreamRecord, WaitingRecord } from "./records.ts";
import {
  type BufferPlace,
  loadBuffer,
  loadStream,
  removeBuffer,
  saveBuffer,
  saveWaiting,
  takeIndices,
} from "./repo.ts";

/** When a buffer is closed. */
export interface Hints {
  readonly bytes: number;
  readonly seconds: number;
}

/** A closed buffer on its way: the payload of the job that delivers it. */
export interface Batch {
  readonly streamName: string;
  readonly streamId: string;
  readonly buffer: string;
  readonly from: number;
  readonly to: number;
  readonly oldestMs: number;
  /** Of the objects that are made of it: the same for each attempt, so that none is made twice. */
  readonly objectId: string;
  readonly randomString: string;
  readonly partitionKeys?: Readonly<Record<string, string>>;
}

/** The kind of the jobs that deliver batches. */
export const DELIVER = "firehose/deliver";
const CLOSE = "firehose/close";

// AWS: observed: the random strings of prefixes have 11 letters and digits.
const RANDOM_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
const RANDOM_LENGTH = 11;

type Tools = Pick<YardContext, "clock" | "jobs" | "random">;

/** Where a stream's records are put. */
export interface Target {
  readonly scope: Scope;
  readonly stream: Pick<DeliveryStreamRecord, "id" | "name">;
  readonly buffer: string;
  readonly hints: Hints;
  readonly partitionKeys?: Readonly<Record<string, string>>;
}

/** Puts records into a buffer, in their order, and closes it as often as it is full. */
export function append(tools: Tools, tx: WriteTx, target: Target, records: readonly WaitingRecord[]): void {
  if (records.length === 0) return;
  const place = placeOf(target);
  let index = takeIndices(tx, target.scope, target.stream.id, records.length);
  let open = loadBuffer(tx, place);
  for (const record of records) {
    saveWaiting(tx, place, index, record);
    open = grow(open, index, record, target.partitionKeys);
    index += 1;
    if (open.bytes < target.hints.bytes) continue;
    close(tools, tx, target, open);
    open = undefined;
  }
  if (open === undefined) return;
  if (target.hints.seconds === 0) {
    close(tools, tx, target, open);
    return;
  }
  const timerId = open.timerId ?? startTimer(tools, tx, target, open.from);
  saveBuffer(tx, place, { ...open, timerId });
}

function placeOf({ scope, stream, buffer }: Target): BufferPlace {
  return { scope, streamId: stream.id, buffer };
}

function grow(
  open: BufferRecord | undefined,
  index: number,
  { data, arrivedAtMs }: WaitingRecord,
  partitionKeys: Target["partitionKeys"],
): BufferRecord {
  if (open !== undefined)
    return {
      ...open,
      to: index,
      bytes: open.bytes + data.length,
      oldestMs: Math.min(open.oldestMs, arrivedAtMs),
    };
  return {
    v: 1,
    from: index,
    to: index,
    bytes: data.length,
    oldestMs: arrivedAtMs,
    ...(partitionKeys === undefined ? {} : { partitionKeys }),
  };
}

interface Closing extends Pick<Batch, "buffer" | "from" | "streamId" | "streamName"> {}

function startTimer(
  { jobs, clock }: Tools,
  tx: WriteTx,
  { scope, stream, buffer, hints }: Target,
  from: number,
): string {
  const payload: Closing = { streamName: stream.name, streamId: stream.id, buffer, from };
  const { account, region } = scope;
  return jobs.enqueue(tx, { account, region, kind: CLOSE, payload, dueAtMs: clock.nowMs() + hints.seconds * 1_000 });
}

function close(
  { jobs, random }: Tools,
  tx: WriteTx,
  target: Pick<Target, "buffer" | "scope" | "stream">,
  open: BufferRecord,
): void {
  const { scope, stream, buffer } = target;
  if (open.timerId !== undefined) jobs.cancel(tx, open.timerId);
  removeBuffer(tx, { scope, streamId: stream.id, buffer });
  const { from, to, oldestMs, partitionKeys } = open;
  const payload: Batch = {
    streamName: stream.name,
    streamId: stream.id,
    buffer,
    from,
    to,
    oldestMs,
    objectId: random.uuid(),
    randomString: random.text(RANDOM_LENGTH, RANDOM_ALPHABET),
    ...(partitionKeys === undefined ? {} : { partitionKeys }),
  };
  const { account, region } = scope;
  // A lane for each buffer: what came first is delivered first, and a destination that fails holds back what follows.
  jobs.enqueue(tx, { account, region, kind: DELIVER, payload, lane: `firehose/${stream.id}/${buffer}` });
}

/** Closes a buffer that has waited long enough. */
export const closeJob: JobHandler = {
  kind: CLOSE,
  run: (job, yard) => {
    const { streamName, streamId, buffer, from } = job.payload as Closing;
    yard.store.write((tx) => {
      const stream = findStream(tx, job, streamName, streamId);
      if (stream === undefined) return;
      const open = loadBuffer(tx, { scope: job, streamId, buffer });
      // RACE: it may have been closed because it was full, and another opened since.
      if (open?.from === from) close(yard, tx, { scope: job, stream, buffer }, open);
    });
    return Promise.resolve("done");
  },
};

/** The stream that a job is for; undefined where it has gone. */
export function findStream(
  tx: ReadTx,
  scope: Pick<Job, "account" | "region">,
  name: string,
  id: string,
): DeliveryStreamRecord | undefined {
  const stream = loadStream(tx, scope, name);
  return stream?.id === id ? stream : undefined;
}
