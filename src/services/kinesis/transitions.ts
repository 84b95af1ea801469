// What AWS does after it has answered: a stream or a consumer becomes ACTIVE, is resharded, or goes. Jobs of one stream
// run in order.

import type { Scope, YardContext } from "../../service/context.ts";
import type { Job, JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { nextIndex, shardTopic, streamTopic } from "./append.ts";
import { middleOf } from "./hash-keys.ts";
import { type StreamReference, streamArn } from "./names.ts";
import type { ShardRecord, StreamRecord } from "./records.ts";
import {
  listConsumers,
  listShards,
  loadConsumer,
  loadStream,
  removeConsumer,
  removeStream,
  saveConsumer,
  saveShard,
  saveStream,
  sweepContent,
} from "./repo.ts";
import { createResharding, type Resharding, scaleUniformly } from "./reshard.ts";
import { forgetStream } from "./streams.ts";

/** How a stream goes on. */
export type Change =
  | { readonly kind: "activate" }
  | { readonly kind: "split"; readonly shard: number; readonly hash: string }
  | { readonly kind: "merge"; readonly shard: number; readonly adjacent: number }
  | { readonly kind: "scale"; readonly count: number }
  /** On demand: the largest shards are split in half until there are so many. */
  | { readonly kind: "grow"; readonly count: number }
  | { readonly kind: "delete" };

interface Transition {
  readonly streamName: string;
  readonly contentId: string;
  readonly change: Change;
}

const TRANSITION = "kinesis/transition";
const CONSUMER = "kinesis/consumer";
const PURGE = "kinesis/purge";
const PURGED_AT_ONCE = 1_000;

/** Lets a change follow, after the transaction that announced it. */
export function enqueueChange(
  { jobs }: Pick<YardContext, "jobs">,
  tx: WriteTx,
  { account, region }: Scope,
  { name, contentId }: StreamRecord,
  change: Change,
): void {
  const payload: Transition = { streamName: name, contentId, change };
  jobs.enqueue(tx, { account, region, kind: TRANSITION, payload, lane: `kinesis/${contentId}` });
}

export const transitionJob: JobHandler = {
  kind: TRANSITION,
  run: async (job, yard) => {
    const { streamName, contentId, change } = job.payload as Transition;
    const reference = { account: job.account, region: job.region, streamName };
    const changed = yard.store.write((tx) => {
      const record = loadStream(tx, reference, streamName);
      if (record?.contentId !== contentId) return [];
      if (change.kind === "delete") {
        removeAll(yard, tx, reference, record);
        return [];
      }
      const { next, shards } = reshard(yard, tx, reference, record, change);
      saveStream(tx, reference, { ...next, status: "ACTIVE" });
      return shards;
    });
    forgetStream(yard.store, reference);
    for (const shard of changed) yard.signals.notify(shardTopic(contentId, shard));
    yard.signals.notify(streamTopic(streamArn(reference, streamName)));
    return "done";
  },
};

function reshard(
  yard: YardContext,
  tx: WriteTx,
  reference: StreamReference,
  record: StreamRecord,
  change: Exclude<Change, { kind: "delete" }>,
): { readonly next: StreamRecord; readonly shards: readonly number[] } {
  if (change.kind === "activate") return { next: record, shards: [] };
  const { contentId } = record;
  const nowMs = yard.clock.nowMs();
  const shards = new Map(listShards(tx, reference, contentId).map((shard) => [shard.number, shard]));
  const endOf = ({ number: shard }: ShardRecord): number =>
    nextIndex(yard.store, tx, { scope: reference, contentId, shard }, nowMs);
  const resharding = createResharding({ shards: shards.values(), nextShard: record.nextShard }, nowMs, endOf);
  apply(resharding, change, shards);
  for (const shard of resharding.changed.values()) saveShard(tx, reference, contentId, shard);
  return { next: { ...record, nextShard: resharding.nextShard() }, shards: [...resharding.changed.keys()] };
}

function apply(
  resharding: Resharding,
  change: Exclude<Change, { kind: "delete" | "activate" }>,
  shards: ReadonlyMap<number, ShardRecord>,
): void {
  if (change.kind === "scale") return scaleUniformly(resharding, change.count);
  if (change.kind === "grow") return grow(resharding, change.count);
  const shard = shards.get(change.shard);
  if (shard === undefined || shard.closed !== undefined) return;
  if (change.kind === "split") {
    resharding.split(shard, change.hash);
    return;
  }
  const adjacent = shards.get(change.adjacent);
  if (adjacent !== undefined && adjacent.closed === undefined) resharding.merge(shard, adjacent);
}

function grow(resharding: Resharding, count: number): void {
  const sizeOf = ({ startHash, endHash }: ShardRecord): bigint => BigInt(`0x${endHash}`) - BigInt(`0x${startHash}`);
  for (let open = resharding.open(); open.length < count; open = resharding.open()) {
    const [largest] = open.sort((one, other) => (sizeOf(one) < sizeOf(other) ? 1 : -1));
    if (largest === undefined) return;
    resharding.split(largest, middleOf(largest));
  }
}

/** Removes a stream and its consumers at once; its records go by and by. */
function removeAll(yard: YardContext, tx: WriteTx, reference: StreamReference, record: StreamRecord): void {
  const { account, region } = reference;
  for (const { name } of [...listConsumers(tx, reference, record.name)])
    removeConsumer(tx, reference, record.name, name);
  removeStream(tx, reference, record.name);
  yard.jobs.enqueue(tx, { account, region, kind: PURGE, payload: { contentId: record.contentId } });
}

export const purgeJob: JobHandler = {
  kind: PURGE,
  run: async (job: Job, yard) => {
    const { contentId } = job.payload as { contentId: string };
    const isEmpty = yard.store.write((tx) => sweepContent(tx, job, contentId, PURGED_AT_ONCE));
    return isEmpty ? "done" : { retryAtMs: yard.clock.nowMs() };
  },
};

/** A consumer on its way to ACTIVE or out of the world. */
interface ConsumerChange {
  readonly streamName: string;
  readonly consumerName: string;
  readonly createdAtMs: number;
}

/** Lets a consumer become ACTIVE, or go if it is DELETING. */
export function enqueueConsumer(
  { jobs }: Pick<YardContext, "jobs">,
  tx: WriteTx,
  { account, region }: Scope,
  payload: ConsumerChange,
): void {
  jobs.enqueue(tx, { account, region, kind: CONSUMER, payload });
}

export const consumerJob: JobHandler = {
  kind: CONSUMER,
  run: async (job, yard) => {
    const { streamName, consumerName, createdAtMs } = job.payload as ConsumerChange;
    yard.store.write((tx) => {
      const consumer = loadConsumer(tx, job, streamName, consumerName);
      if (consumer?.createdAtMs !== createdAtMs) return;
      if (consumer.status === "DELETING") removeConsumer(tx, job, streamName, consumerName);
      else saveConsumer(tx, job, { ...consumer, status: "ACTIVE" });
    });
    return "done";
  },
};
