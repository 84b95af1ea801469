// Shard iterators: where a reader is in a stream, and since when it knows.

import { AwsError } from "../../../kernel/errors.ts";
import { validationError } from "../errors.ts";

/** LIMIT: of the service. */
const LIFETIME_MS = 15 * 60 * 1000;

export interface ShardIterator {
  readonly streamArn: string;
  /** The reader has had everything up to this sequence number; undefined: nothing. */
  readonly afterSequence: string | undefined;
  readonly issuedAtMs: number;
}

/** An iterator as text: the stream's ARN, a version, and what only this service reads. */
export function formatIterator({ streamArn, afterSequence, issuedAtMs }: ShardIterator): string {
  const position = JSON.stringify([afterSequence ?? null, issuedAtMs]);
  return `${streamArn}|1|${Buffer.from(position).toString("base64")}`;
}

/** The stream that an iterator is of, without a look at the rest; undefined for other texts. */
export function streamArnOf(text: string): string | undefined {
  return text.split("|", 3).length === 3 ? text.slice(0, text.indexOf("|")) : undefined;
}

/** Reads an iterator; throws if it is none, or older than 15 minutes. */
export function parseIterator(text: string, nowMs: number): ShardIterator {
  const [streamArn, version, encoded] = text.split("|");
  const position = version === "1" && encoded !== undefined ? parsePosition(encoded) : undefined;
  if (streamArn === undefined || position === undefined) throw validationError("Invalid ShardIterator");
  const [afterSequence, issuedAtMs] = position;
  if (issuedAtMs + LIFETIME_MS < nowMs)
    throw new AwsError({
      code: "ExpiredIteratorException",
      message:
        `Iterator expired. The iterator was created at time ${new Date(issuedAtMs).toUTCString()} while right now ` +
        `it is ${new Date(nowMs).toUTCString()} which is further in the future than the tolerated delay of ` +
        `${LIFETIME_MS} milliseconds.`,
    });
  return { streamArn, afterSequence: afterSequence ?? undefined, issuedAtMs };
}

function parsePosition(encoded: string): readonly [afterSequence: string | null, issuedAtMs: number] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(encoded, "base64").toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!Array.isArray(value)) return undefined;
  const [afterSequence, issuedAtMs]: unknown[] = value;
  if (typeof issuedAtMs !== "number") return undefined;
  if (afterSequence !== null && typeof afterSequence !== "string") return undefined;
  return [afterSequence, issuedAtMs];
}
