// What a stream takes in a second from PutRecord and PutRecordBatch. Kept in memory: a restart is more than a second, and starts
// afresh.
// AWS: "Amazon Data Firehose Quota": Direct PUT: 500,000 records, 2,000 requests and 5 MiB a second in three regions; 100,000,
// 1,000 and 1 MiB elsewhere.

import type { Store } from "../../store/store.ts";

interface Rates {
  readonly records: number;
  readonly requests: number;
  readonly bytes: number;
}

const LARGE_REGIONS = ["us-east-1", "us-west-2", "eu-west-1"];
const LARGE: Rates = { records: 500_000, requests: 2_000, bytes: 5 * 1_048_576 };
const SMALL: Rates = { records: 100_000, requests: 1_000, bytes: 1_048_576 };

interface Tank {
  readonly left: Rates;
  readonly atMs: number;
}

// LIMIT: so many streams are remembered a store; then all start afresh.
const REMEMBERED = 10_000;
const stores = new WeakMap<Store, Map<string, Tank>>();

/**
 * Lets a request in, and tells how many of its records, from the first on, there is room for; 0 where there is none for any. A
 * record or a request larger than what is left drains the tank below empty: it fills again.
 */
export function takeRoom(
  store: Store,
  { streamId, region, nowMs }: { readonly streamId: string; readonly region: string; readonly nowMs: number },
  sizes: readonly number[],
): number {
  let tanks = stores.get(store);
  if (tanks === undefined) stores.set(store, (tanks = new Map()));
  const most = LARGE_REGIONS.includes(region) ? LARGE : SMALL;
  const left = fill(tanks.get(streamId), most, nowMs);
  let { bytes, records } = left;
  let taken = 0;
  if (left.requests >= 1)
    for (const size of sizes) {
      if (bytes <= 0 || records < 1) break;
      bytes -= size;
      records -= 1;
      taken += 1;
    }
  if (tanks.size >= REMEMBERED) tanks.clear();
  const requests = taken === 0 ? left.requests : left.requests - 1;
  tanks.set(streamId, { left: { bytes, records, requests }, atMs: nowMs });
  return taken;
}

/** A tank after the time that has passed: up to a second's worth. */
function fill(tank: Tank | undefined, most: Rates, nowMs: number): Rates {
  if (tank === undefined) return most;
  const seconds = Math.max(0, nowMs - tank.atMs) / 1_000;
  const refilled = (of: keyof Rates): number => Math.min(most[of], tank.left[of] + most[of] * seconds);
  return { bytes: refilled("bytes"), records: refilled("records"), requests: refilled("requests") };
}
