// The cache of a yard's distributions: objects in memory, bounded, the least recently used go first. It can be lost at any time: what it holds
// is at the origins. It knows neither policies nor time.

import type { Store } from "../../../../store/store.ts";

/** An answer as an origin gave it. */
export interface CachedObject {
  readonly distributionId: string;
  /** The path, and the parts of the query that are in the key, as viewers and as the origin have them: for invalidations. */
  readonly urls: readonly string[];
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Uint8Array;
  /** On the yard's clock: since when its age counts. */
  readonly bornAtMs: number;
  readonly freshUntilMs: number;
}

export interface EdgeCache {
  find(key: string): CachedObject | undefined;
  /** Keeps an object that was asked for at `since`, unless something of its distribution was invalidated meanwhile. */
  keep(key: string, object: CachedObject, since: number): void;
  /** What `keep` gets as `since`: to be asked before the origin is. */
  moment(distributionId: string): number;
  /** Removes a distribution's objects that one of the paths means. */
  invalidate(distributionId: string, paths: readonly string[]): void;
}

// LIMIT: ours: what all distributions of a yard hold together, and one object.
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_OBJECTS = 20_000;
/** Larger objects pass through uncached. */
export const MOST_OBJECT_BYTES = 8 * 1024 * 1024;

const caches = new WeakMap<Store, EdgeCache>();

/** The yard's cache. */
export function cacheOf(store: Store): EdgeCache {
  let cache = caches.get(store);
  if (cache === undefined) caches.set(store, (cache = createCache()));
  return cache;
}

/** Removes what an invalidation's paths mean. */
export function invalidate(store: Store, distributionId: string, paths: readonly string[]): void {
  caches.get(store)?.invalidate(distributionId, paths);
}

/** Removes all that a deleted distribution has left. */
export function forgetDistribution(store: Store, distributionId: string): void {
  invalidate(store, distributionId, ["/*"]);
}

function createCache(): EdgeCache {
  // In the order of use: a Map keeps the order in which keys were set.
  const objects = new Map<string, CachedObject>();
  const moments = new Map<string, number>();
  let bytes = 0;

  function remove(key: string): void {
    const object = objects.get(key);
    if (object === undefined) return;
    objects.delete(key);
    bytes -= sizeOf(object);
  }

  return {
    find(key) {
      const object = objects.get(key);
      if (object !== undefined) {
        objects.delete(key);
        objects.set(key, object);
      }
      return object;
    },
    keep(key, object, since) {
      // RACE: an answer that was under way when its path was invalidated may be the old one.
      if ((moments.get(object.distributionId) ?? 0) !== since || object.body.length > MOST_OBJECT_BYTES) return;
      remove(key);
      objects.set(key, object);
      bytes += sizeOf(object);
      for (const oldest of objects.keys()) {
        if (bytes <= MOST_BYTES && objects.size <= MOST_OBJECTS) break;
        remove(oldest);
      }
    },
    moment: (distributionId) => moments.get(distributionId) ?? 0,
    invalidate(distributionId, paths) {
      moments.set(distributionId, (moments.get(distributionId) ?? 0) + 1);
      const wanted = paths.map(decoded);
      for (const [key, object] of objects) {
        if (object.distributionId !== distributionId) continue;
        const isMeant = object.urls.some((url) => wanted.some((path) => isPath(path, decoded(url))));
        if (isMeant) remove(key);
      }
    },
  };
}

/** AWS: only a "*" at the end is a wildcard. */
function isPath(path: string, url: string): boolean {
  return path.endsWith("*") ? url.startsWith(path.slice(0, -1)) : url === path;
}

function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

function sizeOf({ body, headers, urls }: CachedObject): number {
  const texts = [...urls, ...Object.entries(headers).flat()];
  return body.length + texts.reduce((sum, text) => sum + text.length, 500);
}
