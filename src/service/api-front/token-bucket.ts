// Token buckets on a yard's clock: so many calls a second on average, so many at once. In memory: a restart fills them.
// AWS: "Throttle requests to your REST APIs for better throughput in API Gateway": the token bucket algorithm.

import type { YardContext } from "../context.ts";
import type { Store } from "../../store/store.ts";

export interface Rate {
  /** Tokens a second. */
  readonly rateLimit: number;
  /** Tokens at most. */
  readonly burstLimit: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** LIMIT: ours: buckets of one yard; a bucket that is forgotten is full again. */
const MOST_BUCKETS = 10_000;
const ofYards = new WeakMap<Store, Map<string, Bucket>>();

/** Takes a token out of the bucket of this name; false if there is none. */
export function takeToken(yard: YardContext, name: string, { rateLimit, burstLimit }: Rate): boolean {
  let buckets = ofYards.get(yard.store);
  if (buckets === undefined) ofYards.set(yard.store, (buckets = new Map()));
  const nowMs = yard.clock.nowMs();
  const bucket = buckets.get(name) ?? { tokens: burstLimit, atMs: nowMs };
  const refilled = bucket.tokens + (Math.max(nowMs - bucket.atMs, 0) / 1000) * rateLimit;
  bucket.tokens = Math.min(refilled, burstLimit);
  bucket.atMs = nowMs;
  buckets.delete(name);
  buckets.set(name, bucket);
  const [oldest] = buckets.keys();
  if (buckets.size > MOST_BUCKETS && oldest !== undefined) buckets.delete(oldest);
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}
