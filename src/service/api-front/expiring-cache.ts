// What is remembered for a while on a yard's clock, in memory: a restart forgets it, and nobody loses more than time.

import type { YardContext } from "../context.ts";
import type { Store } from "../../store/store.ts";

/** LIMIT: ours: entries of one kind in one yard; the oldest are forgotten first. */
const MOST_ENTRIES = 10_000;

interface Entry<T> {
  readonly value: T;
  readonly keptAtMs: number;
  readonly expiresAtMs: number;
}

export interface ExpiringCache<T> {
  /** What is kept and has not expired; nothing that was kept before `flushedAtMs`. */
  find(yard: YardContext, key: string, flushedAtMs?: number): T | undefined;
  keep(yard: YardContext, key: string, value: T, ttlMs: number): void;
}

/** A cache of its own for each yard. `weigh` gives an entry's bytes, where the whole may have no more than `mostBytes`. */
export function expiringCache<T>(limits?: { readonly mostBytes: number; weigh(value: T): number }): ExpiringCache<T> {
  const ofYards = new WeakMap<Store, { readonly entries: Map<string, Entry<T>>; bytes: number }>();

  function of(yard: YardContext): { readonly entries: Map<string, Entry<T>>; bytes: number } {
    let found = ofYards.get(yard.store);
    if (found === undefined) ofYards.set(yard.store, (found = { entries: new Map(), bytes: 0 }));
    return found;
  }

  function forget(cache: { readonly entries: Map<string, Entry<T>>; bytes: number }, key: string): void {
    const entry = cache.entries.get(key);
    if (entry !== undefined && limits !== undefined) cache.bytes -= limits.weigh(entry.value);
    cache.entries.delete(key);
  }

  return {
    find(yard, key, flushedAtMs = -1) {
      const cache = of(yard);
      const entry = cache.entries.get(key);
      if (entry === undefined) return undefined;
      if (entry.expiresAtMs > yard.clock.nowMs() && entry.keptAtMs > flushedAtMs) return entry.value;
      forget(cache, key);
      return undefined;
    },
    keep(yard, key, value, ttlMs) {
      const cache = of(yard);
      const nowMs = yard.clock.nowMs();
      forget(cache, key);
      cache.entries.set(key, { value, keptAtMs: nowMs, expiresAtMs: nowMs + ttlMs });
      if (limits !== undefined) cache.bytes += limits.weigh(value);
      for (const oldest of cache.entries.keys()) {
        if (cache.entries.size <= MOST_ENTRIES && cache.bytes <= (limits?.mostBytes ?? Infinity)) break;
        forget(cache, oldest);
      }
    },
  };
}
