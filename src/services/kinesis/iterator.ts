// Shard iterators: where a reader is in a shard, and since when it knows. Pure.

import { AwsError } from "../../kernel/errors.ts";
import { type AccountId, isRegion, parseAccountId, type Region } from "../../kernel/ids.ts";
import { invalidArgument } from "./errors.ts";

/** LIMIT: AWS: GetShardIterator: "A shard iterator expires 5 minutes after it is returned to the requester". */
const LIFETIME_MS = 5 * 60 * 1_000;

export interface ShardIterator {
  readonly account: AccountId;
  readonly region: Region;
  readonly streamName: string;
  readonly contentId: string;
  readonly shard: number;
  /** The first index that is to be read. */
  readonly from: number;
  readonly issuedAtMs: number;
}

/** An iterator as text. It says nothing that its holder may not know: reading is authorised on the stream it names. */
export function formatIterator(iterator: ShardIterator): string {
  const { account, region, streamName, contentId, shard, from, issuedAtMs } = iterator;
  const text = JSON.stringify([1, account, region, streamName, contentId, shard, from, issuedAtMs]);
  return Buffer.from(text).toString("base64");
}

/** Reads an iterator, however old; throws InvalidArgumentException if the text is none. */
export function parseIterator(text: string): ShardIterator {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, "base64").toString());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const [version, account, region, streamName, contentId, shard, from, issuedAtMs]: unknown[] = Array.isArray(parts)
    ? parts
    : [];
  if (
    version !== 1 ||
    typeof account !== "string" ||
    !/^\d{12}$/.test(account) ||
    typeof region !== "string" ||
    !isRegion(region) ||
    typeof streamName !== "string" ||
    typeof contentId !== "string" ||
    !isIndex(shard) ||
    !isIndex(from) ||
    !isIndex(issuedAtMs)
  )
    // AWS: observed (kinesalite's recorded tests).
    throw invalidArgument("Invalid ShardIterator.");
  return { account: parseAccountId(account), region, streamName, contentId, shard, from, issuedAtMs };
}

/** Throws ExpiredIteratorException for an iterator that is older than five minutes. */
export function requireFresh({ issuedAtMs }: ShardIterator, nowMs: number): void {
  if (issuedAtMs + LIFETIME_MS >= nowMs) return;
  // AWS: observed (kinesalite's recorded tests), down to the form of the dates.
  throw new AwsError({
    code: "ExpiredIteratorException",
    message:
      `Iterator expired. The iterator was created at time ${formatDate(issuedAtMs)} while right now it is ` +
      `${formatDate(nowMs)} which is further in the future than the tolerated delay of ${LIFETIME_MS} milliseconds.`,
  });
}

/** "Thu Jan 22 22:22:22 UTC 2015". */
function formatDate(ms: number): string {
  const [weekday = "", day = "", month = "", year = "", time = ""] = new Date(ms).toUTCString().split(/,? /);
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}

function isIndex(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
