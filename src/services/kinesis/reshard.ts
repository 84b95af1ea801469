// Splitting and merging: shards close, and their children take their hash keys. Pure: what changes is collected and saved
// by whoever asked.

import { invariant } from "../../kernel/errors.ts";
import { before, type HashRange, uniformRanges } from "./hash-keys.ts";
import type { ShardRecord } from "./records.ts";

/** Changes to a stream's shards, as they are made. */
export interface Resharding {
  /** Closes a shard, and opens two that share its range: below `hash`, and from it on. */
  split(shard: ShardRecord, hash: string): readonly [ShardRecord, ShardRecord];
  /** Closes two shards whose ranges are adjacent, and opens one for both. The one that is named first is the parent. */
  merge(shard: ShardRecord, adjacent: ShardRecord): ShardRecord;
  /** The open shards by their hash keys. */
  open(): ShardRecord[];
  /** All shards that were opened or closed. */
  readonly changed: ReadonlyMap<number, ShardRecord>;
  nextShard(): number;
}

/** Begins to change the shards of a stream. `endOf` gives the index that all records of a shard are below. */
export function createResharding(
  from: { readonly shards: Iterable<ShardRecord>; readonly nextShard: number },
  nowMs: number,
  endOf: (shard: ShardRecord) => number,
): Resharding {
  const shards = new Map([...from.shards].map((shard) => [shard.number, shard]));
  const changed = new Map<number, ShardRecord>();
  let next = from.nextShard;

  function save(shard: ShardRecord): ShardRecord {
    shards.set(shard.number, shard);
    changed.set(shard.number, shard);
    return shard;
  }

  const close = (shard: ShardRecord): ShardRecord => save({ ...shard, closed: { atMs: nowMs, index: endOf(shard) } });

  function openChild(range: HashRange, parents: readonly ShardRecord[]): ShardRecord {
    const [parent, adjacent] = parents;
    invariant(parent !== undefined, "A child has a parent.");
    // Sequence numbers begin with this second: a child's must sort after its parents'.
    const createdSeconds = Math.max(Math.floor(nowMs / 1_000), ...parents.map((each) => each.createdSeconds + 1));
    return save({
      v: 1,
      number: next++,
      parent: parent.number,
      ...(adjacent === undefined ? {} : { adjacentParent: adjacent.number }),
      ...range,
      createdSeconds,
      createdAtMs: nowMs,
    });
  }

  function split(shard: ShardRecord, hash: string): readonly [ShardRecord, ShardRecord] {
    close(shard);
    return [
      openChild({ startHash: shard.startHash, endHash: before(hash) }, [shard]),
      openChild({ startHash: hash, endHash: shard.endHash }, [shard]),
    ];
  }

  function merge(shard: ShardRecord, adjacent: ShardRecord): ShardRecord {
    close(shard);
    close(adjacent);
    const isLower = shard.startHash < adjacent.startHash;
    const [lower, upper] = isLower ? [shard, adjacent] : [adjacent, shard];
    return openChild({ startHash: lower.startHash, endHash: upper.endHash }, [shard, adjacent]);
  }

  const open = (): ShardRecord[] =>
    [...shards.values()]
      .filter(({ closed }) => closed === undefined)
      .sort((one, other) => (one.startHash < other.startHash ? -1 : 1));

  return { split, merge, open, changed, nextShard: () => next };
}

/**
 * Brings a stream to `count` open shards of the same size. AWS: UpdateShardCount: "performs splits or merges on individual
 * shards. This can cause short-lived shards to be created, in addition to the final shards."
 */
export function scaleUniformly(resharding: Resharding, count: number): void {
  for (const { startHash, endHash } of uniformRanges(count)) {
    // Cut what reaches over the range's bounds; then join what lies within.
    for (const bound of [startHash, nextStart(endHash)]) {
      const over = resharding
        .open()
        .find((shard) => bound !== undefined && shard.startHash < bound && bound <= shard.endHash);
      if (over !== undefined && bound !== undefined) resharding.split(over, bound);
    }
    const [first, ...others] = resharding
      .open()
      .filter((shard) => shard.startHash >= startHash && shard.endHash <= endHash);
    let joined = first;
    for (const other of others) if (joined !== undefined) joined = resharding.merge(joined, other);
  }
}

const LAST_HASH = "f".repeat(32);

function nextStart(endHash: string): string | undefined {
  return endHash === LAST_HASH ? undefined : (BigInt(`0x${endHash}`) + 1n).toString(16).padStart(32, "0");
}
