// Enhanced fan-out: a shard's records pushed to a consumer as they come, over an event stream.
// AWS: SubscribeToShard: a subscription lasts five minutes; another by the same consumer takes it over, but not within
// five seconds; each has 2 MiB a second.

import type { SubscribeToShardEventStream } from "@aws-sdk/client-kinesis";
import type { Context } from "../../service/context.ts";
import type { Store } from "../../store/store.ts";
import { shardTopic } from "./append.ts";
import { LIMITS } from "./constraints.ts";
import { findConsumerByArn } from "./consumers.ts";
import { resourceInUse, resourceNotFound } from "./errors.ts";
import type { StreamReference } from "./names.ts";
import { childShards, describeRecord, type Page, readPage } from "./read.ts";
import type { ShardRecord } from "./records.ts";
import { formatSequence, formatShardId } from "./sequence.ts";
import { findStream, type Stream } from "./streams.ts";

/** AWS does not say how often it pushes without records; the Kinesis Client Library waits for 35 seconds at most. */
const HEARTBEAT_MS = 5_000;
/** Pushed at once: what the rate gives in a second. */
const PUSH_BYTES = LIMITS.shardReadBytesPerSecond;

/** The topic that is notified when a consumer goes, or one of its subscriptions is taken over. */
export function consumerTopic(arn: string): string {
  return `kinesis/${arn}`;
}

export interface Subscription {
  readonly consumerArn: string;
  readonly stream: Stream;
  readonly shard: number;
  readonly from: number;
}

interface Taken {
  readonly sinceMs: number;
}

// Who is subscribed to what. Connections end with the process, and so do these.
const stores = new WeakMap<Store, Map<string, Taken>>();

/** Takes the shard for the consumer; throws ResourceInUseException within five seconds of the last time. */
export function subscribe(context: Context, subscription: Subscription): AsyncIterable<SubscribeToShardEventStream> {
  const { consumerArn, stream, shard } = subscription;
  let taken = stores.get(context.store);
  if (taken === undefined) stores.set(context.store, (taken = new Map()));
  const key = `${consumerArn} ${shard}`;
  const sinceMs = context.clock.nowMs();
  const before = taken.get(key);
  if (before !== undefined && sinceMs - before.sinceMs < LIMITS.subscriptionPauseMs) throw inUse(stream, subscription);
  const own: Taken = { sinceMs };
  taken.set(key, own);
  if (before !== undefined) context.signals.notify(consumerTopic(consumerArn));
  const isOurs = (): boolean => stores.get(context.store)?.get(key) === own;
  return push(context, subscription, { untilMs: sinceMs + LIMITS.subscriptionMs, isOurs });
}

function inUse({ reference }: Stream, { consumerArn, shard }: Subscription): Error {
  // AWS: inferred: the reference says when, not how.
  return resourceInUse(
    `Another active subscription exists for this consumer: ${reference.account}:${reference.streamName}:${formatShardId(shard)}:${consumerArn}`,
  );
}

async function* push(
  context: Context,
  subscription: Subscription,
  { untilMs, isOurs }: { readonly untilMs: number; readonly isOurs: () => boolean },
): AsyncGenerator<SubscribeToShardEventStream> {
  const { clock, abort } = context;
  const bell = createBell(context, subscription);
  let { from } = subscription;
  try {
    while (!abort.aborted && clock.nowMs() < untilMs) {
      if (!isOurs()) throw inUse(subscription.stream, subscription);
      const { stream, shard } = requirePresent(context, subscription, subscription.stream.reference);
      bell.reset();
      const page = readPage(context, stream, shard, { from, records: LIMITS.getRecords, bytes: PUSH_BYTES });
      yield await describePage(context, stream, shard, page);
      if (page.isEnd) return;
      from = page.next;
      // Two MiB a second: the next push waits for as long as this one was worth.
      if (page.bytes > 0) await clock.wait((page.bytes / LIMITS.shardReadBytesPerSecond) * 1_000, abort);
      if (page.millisBehindLatest === 0) await bell.wait(Math.min(HEARTBEAT_MS, Math.max(0, untilMs - clock.nowMs())));
    }
  } finally {
    bell.close();
  }
}

/** The shard as it is by now; throws what ends the subscription. */
function requirePresent(
  { store }: Context,
  { consumerArn, stream, shard }: Subscription,
  reference: StreamReference,
): { readonly stream: Stream; readonly shard: ShardRecord } {
  const consumer = store.read((tx) => findConsumerByArn(tx, consumerArn)?.consumer);
  const current = findStream(store, reference);
  const found = current?.record.contentId === stream.record.contentId ? current.shards.get(shard) : undefined;
  if (consumer?.status !== "ACTIVE" || current === undefined || found === undefined)
    throw resourceNotFound(`Consumer ${consumerArn}, or its shard ${formatShardId(shard)}, not found.`);
  return { stream: current, shard: found };
}

async function describePage(
  context: Context,
  stream: Stream,
  shard: ShardRecord,
  page: Page,
): Promise<SubscribeToShardEventStream> {
  const Records = [];
  for (const placed of page.records) Records.push(await describeRecord(context, stream, shard, placed));
  return {
    SubscribeToShardEvent: {
      Records,
      // AWS: the Kinesis Client Library takes an event without it for the shard's end.
      ContinuationSequenceNumber: page.isEnd ? undefined : formatSequence(shard, Math.max(0, page.next - 1)),
      MillisBehindLatest: page.millisBehindLatest,
      ...(page.isEnd ? { ChildShards: childShards(stream, shard) } : {}),
    },
  };
}

/** Remembers that something was notified, also while nobody waits. */
function createBell(context: Context, { consumerArn, stream, shard }: Subscription) {
  const { signals, clock, abort } = context;
  let hasRung = false;
  let wake = (): void => undefined;
  const ring = (): void => {
    hasRung = true;
    wake();
  };
  const ends = [
    signals.subscribe(shardTopic(stream.record.contentId, shard), ring),
    signals.subscribe(consumerTopic(consumerArn), ring),
  ];
  return {
    reset: () => void (hasRung = false),
    wait: async (durationMs: number): Promise<void> => {
      if (hasRung) return;
      const woken = new AbortController();
      wake = () => woken.abort();
      abort.addEventListener("abort", wake, { once: true });
      await clock.wait(durationMs, woken.signal);
      abort.removeEventListener("abort", wake);
      wake = () => undefined;
    },
    close: () => {
      for (const end of ends) end();
    },
  };
}
