// Sequence numbers of stream records: 21 digits that only grow, made of the yard's time and a counter.

import type { Scope } from "../../../service/context.ts";
import type { ReadTx, Store } from "../../../store/store.ts";
import { lastSequence, type StreamName } from "../repo.ts";

const TIME_DIGITS = 13;
const COUNTER_DIGITS = 8;

interface Position {
  ms: number;
  counter: number;
}

// The last number of each stream that was written to. A cache: it is read back from the newest record, and when that
// has been trimmed a day has passed, so that the time alone makes the next number larger. A number that a transaction
// took and then rolled back is left out, as AWS's numbers have gaps too.
const positions = new WeakMap<Store, Map<string, Position>>();

/** The next sequence number of a stream. */
export function nextSequence(store: Store, tx: ReadTx, scope: Scope, stream: StreamName, nowMs: number): string {
  return nextNumber(store, `${stream.tableId}/${stream.label}`, nowMs, () => lastSequence(tx, scope, stream));
}

/** The next number of anything that is numbered by time; `newestOf` finds the last one that was written. */
export function nextNumber(store: Store, name: string, nowMs: number, newestOf: () => string | undefined): string {
  let streams = positions.get(store);
  if (streams === undefined) positions.set(store, (streams = new Map()));
  let last = streams.get(name);
  if (last === undefined) {
    const newest = newestOf();
    last = newest === undefined ? { ms: 0, counter: 0 } : parseSequence(newest);
    streams.set(name, last);
  }
  if (nowMs > last.ms) {
    last.ms = nowMs;
    last.counter = 0;
  }
  last.counter++;
  return formatSequence(last);
}

/** The smallest number that a record written now could have. */
export function sequenceAt(nowMs: number): string {
  return formatSequence({ ms: nowMs, counter: 0 });
}

function formatSequence({ ms, counter }: Position): string {
  return String(ms).padStart(TIME_DIGITS, "0") + String(counter).padStart(COUNTER_DIGITS, "0");
}

function parseSequence(text: string): Position {
  return { ms: Number(text.slice(0, TIME_DIGITS)), counter: Number(text.slice(TIME_DIGITS)) };
}
