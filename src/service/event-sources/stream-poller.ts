// Reads a stream for a host: shard by shard, parents before their children, in order, each batch until it succeeds or is
// given up.
// AWS: "Using AWS Lambda with Amazon DynamoDB", "Using Lambda with Kinesis": polling and batching streams.

import type { AwsApis } from "../apis.ts";
import { createBell, type Bell, type Poller } from "./host.ts";
import type { SourceRecord, SourceShard, ShardReader, StartingPoint } from "./shard-source.ts";
import { runRecords } from "./stream-batches.ts";
import type { Checkpoint, StreamHost } from "./stream-host.ts";
import { windowAt, type TumblingWindow } from "./tumbling-window.ts";

const IDLE_LOOK_MS = 30_000;
const PROBLEM_DELAY_MS = 5_000;

/** Starts reading; how far it has come is the host's to keep. */
export function startStreamPoller(host: StreamHost): Poller {
  const { yard, abort, source } = host;
  const bell = createBell(host, source.streamTopic);
  const shards = new Map<string, { readonly done: Promise<void>; readonly bell: Bell }>();
  let hasChanged = true;

  /** Keeps a reader on each shard whose parents are read. */
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
    // Known shards are looked for again only when one has ended: until then there is no other.
    if (!hasChanged && shards.size > 0) return IDLE_LOOK_MS;
    const aws = await host.connect();
    if (aws === undefined) return PROBLEM_DELAY_MS;
    try {
      const listed = await source.listShards(aws);
      hasChanged = false;
      for (const shard of listed) if (!shards.has(shard.id) && isReadable(shard, listed)) begin(shard.id);
      return IDLE_LOOK_MS;
    } catch (error) {
      host.noteProblem(error);
      host.renew();
      return PROBLEM_DELAY_MS;
    }
  }

  function isReadable({ id, parents }: SourceShard, listed: readonly SourceShard[]): boolean {
    if (host.checkpoint(id)?.isFinished === true) return false;
    return parents.every(
      (parent) => !listed.some((each) => each.id === parent) || host.checkpoint(parent)?.isFinished === true,
    );
  }

  function begin(id: string): void {
    const shardBell = createBell(host, `${source.streamTopic}#${id}`);
    const done = readShard(host, id, shardBell)
      .catch((error: unknown) => {
        host.noteProblem(error);
        host.renew();
        return yard.clock.wait(PROBLEM_DELAY_MS, abort);
      })
      .finally(() => {
        shardBell.close();
        shards.delete(id);
        hasChanged = true;
        bell.ring();
      });
    shards.set(id, { done, bell: shardBell });
  }

  const done = watch();
  return { stop: () => done };
}

/** Reads one shard to its end, or until the host is stopped. Throws what reading throws. */
async function readShard(host: StreamHost, shardId: string, bell: Bell): Promise<void> {
  const start = startOf(host, host.checkpoint(shardId));
  const reader = host.source.open(shardId, start, () => bell.ring());
  try {
    await readOn(host, shardId, bell, reader);
  } finally {
    reader.close();
  }
}

async function readOn(host: StreamHost, shardId: string, bell: Bell, reader: ShardReader): Promise<void> {
  const { yard, abort } = host;
  let pending: readonly SourceRecord[] = [];
  let hasEnded = false;
  while (!abort.aborted) {
    const aws = await host.connect();
    if (aws === undefined) {
      await yard.clock.wait(PROBLEM_DELAY_MS, abort);
      continue;
    }
    if (pending.length === 0 && !hasEnded) {
      const collected = await collect(host, aws, reader, bell);
      pending = collected.records;
      hasEnded = collected.isEnd;
    }
    const window = host.checkpoint(shardId)?.window;
    // A window that is over is closed before anything of the next.
    if (window !== undefined && isOver(host, window, pending, hasEnded)) {
      await closeWindow(host, shardId, window);
      continue;
    }
    const [now, later] = splitByWindow(host, pending);
    pending = later;
    const last = now.at(-1)?.sequenceNumber;
    if (last !== undefined) {
      await runRecords(
        host,
        shardId,
        now.filter((record) => host.accepts(record.view)),
      );
      host.advance(shardId, { ...keptOf(host.checkpoint(shardId)), sequenceNumber: last });
      continue;
    }
    if (hasEnded) {
      host.advance(shardId, { ...keptOf(host.checkpoint(shardId)), isFinished: true });
      return;
    }
    const leftMs = window === undefined ? IDLE_LOOK_MS : window.endMs - yard.clock.nowMs();
    await bell.wait(Math.min(IDLE_LOOK_MS, Math.max(1, leftMs)));
  }
}

/** Where a shard is read from: after what is done, else where the host begins. */
function startOf(host: StreamHost, checkpoint: Checkpoint | undefined): StartingPoint {
  if (checkpoint?.sequenceNumber !== undefined) return { kind: "after", sequenceNumber: checkpoint.sequenceNumber };
  const { startingAtMs } = host.settings;
  return startingAtMs === undefined ? { kind: "beginning" } : { kind: "time", atMs: startingAtMs };
}

function keptOf(checkpoint: Checkpoint | undefined): Checkpoint {
  return checkpoint ?? { v: 1, isFinished: false };
}

/** A batch for each lane: full, or as much as there is when the window ends. */
async function collect(
  { yard, abort, settings }: StreamHost,
  aws: AwsApis,
  reader: ShardReader,
  bell: Bell,
): Promise<{ readonly records: readonly SourceRecord[]; readonly isEnd: boolean }> {
  const most = settings.batchSize * settings.lanes;
  const records: SourceRecord[] = [];
  let endsAtMs: number | undefined;
  for (;;) {
    const { records: read, isEnd } = await reader.read(aws, most - records.length);
    records.push(...read);
    if (records.length === 0 || records.length >= most || isEnd || abort.aborted) return { records, isEnd };
    // Without a window a batch takes what is there.
    if (settings.windowSeconds === 0) return { records, isEnd };
    endsAtMs ??= yard.clock.nowMs() + settings.windowSeconds * 1_000;
    const leftMs = endsAtMs - yard.clock.nowMs();
    if (leftMs <= 0) return { records, isEnd };
    if (read.length === 0) await bell.wait(leftMs);
  }
}

/** The records of one tumbling window, and those of later ones; all, where there are no windows. */
function splitByWindow(
  { settings }: StreamHost,
  records: readonly SourceRecord[],
): readonly [now: readonly SourceRecord[], later: readonly SourceRecord[]] {
  const [first] = records;
  if (settings.tumblingSeconds === 0 || first === undefined) return [records, []];
  const { endMs } = windowAt(first.arrivedAtMs, settings.tumblingSeconds);
  const end = records.findIndex(({ arrivedAtMs }) => arrivedAtMs >= endMs);
  return end === -1 ? [records, []] : [records.slice(0, end), records.slice(end)];
}

function isOver(
  { yard }: StreamHost,
  { endMs }: TumblingWindow,
  pending: readonly SourceRecord[],
  hasEnded: boolean,
): boolean {
  const [next] = pending;
  if (next !== undefined) return next.arrivedAtMs >= endMs;
  return hasEnded || yard.clock.nowMs() >= endMs;
}

/** AWS: "Tumbling windows": at the end of a window the function gets its state once more, and none is kept. */
async function closeWindow(host: StreamHost, shardId: string, window: TumblingWindow): Promise<void> {
  await runRecords(host, shardId, [], window);
  const { window: _window, ...rest } = keptOf(host.checkpoint(shardId));
  host.advance(shardId, rest);
}
