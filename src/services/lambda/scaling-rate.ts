// How fast a function gets more execution environments: 1,000 every 10 seconds. Pure.
// AWS: "Lambda scaling behavior", concurrency scaling rate: a limit of each function; refilled continuously; what is not used is
// not saved up.

const MOST_UNITS = 1_000;
const UNITS_PER_MS = MOST_UNITS / 10_000;
// AWS does not say how long an environment that does nothing stays; inferred.
const IDLE_MS = 10 * 60_000;
/** LIMIT: ours: of functions and revisions that are remembered; those that run are. */
const MOST_REMEMBERED = 10_000;

/** Whether an invocation was taken to need a new environment. */
export interface ScalingTicket {
  readonly isNew: boolean;
}

export interface ScalingRates {
  /** Counts an invocation that begins; undefined if it needs an environment that the function does not get yet. */
  begin(functionKey: string, revision: string, nowMs: number): ScalingTicket | undefined;
  /** Counts its end, and whether it really was the first of its environment. */
  end(functionKey: string, revision: string, ticket: ScalingTicket, wasFirst: boolean, nowMs: number): void;
}

interface Bucket {
  units: number;
  atMs: number;
}

/** What one revision of a function has: environments of another are of no use to it. */
interface Fleet {
  running: number;
  environments: number;
  usedAtMs: number;
}

/** The scaling of a yard's functions; rebuilt by running, never stored. */
export function createScalingRates(): ScalingRates {
  const buckets = new Map<string, Bucket>();
  const fleets = new Map<string, Fleet>();

  function bucketOf(key: string, nowMs: number): Bucket {
    let bucket = buckets.get(key);
    if (bucket === undefined) {
      if (buckets.size >= MOST_REMEMBERED) buckets.clear();
      buckets.set(key, (bucket = { units: MOST_UNITS, atMs: nowMs }));
    }
    bucket.units = Math.min(MOST_UNITS, bucket.units + Math.max(0, nowMs - bucket.atMs) * UNITS_PER_MS);
    bucket.atMs = nowMs;
    return bucket;
  }

  function fleetOf(revision: string, nowMs: number): Fleet {
    let fleet = fleets.get(revision);
    if (fleet === undefined) {
      if (fleets.size >= MOST_REMEMBERED)
        for (const [key, { running }] of fleets) if (running === 0) fleets.delete(key);
      fleets.set(revision, (fleet = { running: 0, environments: 0, usedAtMs: nowMs }));
    }
    if (nowMs - fleet.usedAtMs > IDLE_MS) fleet.environments = fleet.running;
    fleet.usedAtMs = nowMs;
    return fleet;
  }

  return {
    begin(functionKey, revision, nowMs) {
      const fleet = fleetOf(revision, nowMs);
      const isNew = fleet.running >= fleet.environments;
      if (isNew) {
        const bucket = bucketOf(functionKey, nowMs);
        if (bucket.units < 1) return undefined;
        bucket.units -= 1;
        fleet.environments += 1;
      }
      fleet.running += 1;
      return { isNew };
    },
    end(functionKey, revision, { isNew }, wasFirst, nowMs) {
      fleetOf(revision, nowMs).running -= 1;
      // An environment that was there after all costs nothing; one that had ended, and was made anew, does.
      if (isNew === wasFirst) return;
      const bucket = bucketOf(functionKey, nowMs);
      bucket.units = isNew ? Math.min(MOST_UNITS, bucket.units + 1) : bucket.units - 1;
    },
  };
}
