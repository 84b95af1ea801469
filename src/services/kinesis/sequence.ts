// Sequence numbers and shard ids. Pure.
//
// A record's index in its shard is its millisecond times 2,048 plus a counter. It only grows, it fits a number until the
// year 2109, and it tells the time of arrival, so an iterator at a time is a range like any other. A shard takes 1,000
// records a second: the counter has room. The sequence number that clients see is built around the index, with the
// length that AWS's have: 56 decimal digits.

const INDEXES_PER_MS = 2_048;
// Hexadecimal digits: a 2, the shard's creation (9), its lowest digit (1), the index (16), 00, the second (9), the shard (8), a 2.
const FORM = /^2([\da-f]{9})[\da-f]([\da-f]{16})00[\da-f]{9}([\da-f]{8})2$/;

/** The first index that a record of this millisecond can have. */
export function indexAt(ms: number): number {
  return Math.max(0, Math.floor(ms)) * INDEXES_PER_MS;
}

/** When a record with this index arrived. */
export function timeOfIndex(index: number): number {
  return Math.floor(index / INDEXES_PER_MS);
}

/** What of a shard its sequence numbers are made of. */
export interface Numbered {
  readonly number: number;
  readonly createdSeconds: number;
}

/** The sequence number of an index in a shard. Numbers of a shard sort as its indexes do, and after its parents'. */
export function formatSequence({ number, createdSeconds }: Numbered, index: number): string {
  const seconds = Math.max(createdSeconds, Math.floor(timeOfIndex(index) / 1_000));
  const start = `2${hex(createdSeconds, 9)}${hex(number % 16, 1)}`;
  const digits = `${start}${hex(index, 16)}00${hex(seconds, 9)}${hex(number, 8)}2`;
  return BigInt(`0x${digits}`).toString();
}

/** The parts of a sequence number; undefined for a text that is none of ours. */
export function parseSequence(text: string): { shard: number; createdSeconds: number; index: number } | undefined {
  // LIMIT: numbers of AWS's form have up to 129 digits; ours have 56.
  if (!/^\d{1,60}$/.test(text)) return undefined;
  const [, created, index, shard] = FORM.exec(BigInt(text).toString(16)) ?? [];
  if (created === undefined || index === undefined || shard === undefined) return undefined;
  return {
    shard: Number.parseInt(shard, 16),
    createdSeconds: Number.parseInt(created, 16),
    index: Number.parseInt(index, 16),
  };
}

/** "shardId-000000000003". */
export function formatShardId(number: number): string {
  return `shardId-${String(number).padStart(12, "0")}`;
}

/**
 * The number of a shard id; undefined for a text that cannot be one. AWS: observed (kinesalite's recorded tests): what
 * stands before the number does not matter, and neither do leading zeros.
 */
export function parseShardId(text: string): number | undefined {
  const digits = /^(?:.*-)?(\d{1,12})$/.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const number = Number(digits);
  return number > 2_147_483_647 ? undefined : number;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}
