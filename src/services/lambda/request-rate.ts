// How many synchronous requests a second a function takes: ten times its concurrency. Pure.
// AWS: "Understanding Lambda function scaling", concurrency and requests per second.

const REQUESTS_PER_UNIT = 10;

export interface RequestRates {
  /** Counts a request of `key`; false if there were too many of its second. */
  take(key: string, concurrency: number, nowMs: number): boolean;
}

/** Counts by second: what a function did before does not hold it back for longer. */
export function createRequestRates(): RequestRates {
  const seconds = new Map<string, { second: number; count: number }>();
  return {
    take(key, concurrency, nowMs) {
      const second = Math.floor(nowMs / 1000);
      const current = seconds.get(key);
      if (current === undefined || current.second !== second) {
        seconds.set(key, { second, count: 1 });
        return concurrency > 0;
      }
      current.count += 1;
      return current.count <= concurrency * REQUESTS_PER_UNIT;
    },
  };
}
