// The latest requests, for the console and for `status`. In memory: a picture of the present, not an audit trail.

/** One answered request. */
export interface RequestRecord {
  readonly requestId: string;
  readonly atMs: number;
  readonly service: string;
  readonly operation: string;
  readonly principal: string;
  readonly status: number;
  /** The error's code, if it failed. */
  readonly error?: string;
  readonly durationMs: number;
}

export interface RequestLog {
  record(request: RequestRecord): void;
  /** The latest `limit` requests, newest first. */
  latest(limit: number): readonly RequestRecord[];
  /** How many were recorded since the start. */
  count(): number;
}

/** A log that keeps the last `capacity` requests. */
export function createRequestLog(capacity: number): RequestLog {
  const ring: RequestRecord[] = [];
  let count = 0;
  return {
    record(request) {
      ring[count % capacity] = request;
      count += 1;
    },
    latest(limit) {
      const wanted = Math.max(0, Math.min(limit, ring.length));
      return Array.from({ length: wanted }, (_, back) => ring[(count - 1 - back) % capacity]).filter(
        (record) => record !== undefined,
      );
    },
    count: () => count,
  };
}
