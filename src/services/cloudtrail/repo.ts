// The only file that knows CloudTrail's keys: events by time, with a number against those of one millisecond.

import type { Scope } from "../../service/context.ts";
import type { Entry, Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { EventRecord } from "./records.ts";

/** An event's place in the order of its account and region. */
export type Position = readonly [timeMs: number, sequence: number, eventId: string];

const key = (scope: Scope, ...rest: Key): Key => ["cloudtrail", scope.account, scope.region, ...rest];

export function saveEvent(tx: WriteTx, scope: Scope, sequence: number, event: EventRecord): void {
  tx.put(key(scope, "event", event.timeMs, sequence, event.eventId), event);
}

/** The newest event first, from `fromMs` (inclusive) to `toMs` (exclusive), or from below `below` on. */
export function* newestEvents(
  tx: ReadTx,
  scope: Scope,
  { fromMs, toMs, below }: { fromMs: number; toMs: number; below?: Position },
): Generator<{ position: Position; event: EventRecord }> {
  const prefix = key(scope, "event");
  for (const { key: found, value } of tx.range<EventRecord>({
    prefix,
    start: [...prefix, fromMs],
    reverse: true,
    ...(below === undefined ? { end: [...prefix, toMs] } : { after: [...prefix, ...below] }),
  }))
    yield { position: positionOf(found), event: value };
}

/** At most `limit` of the oldest events. */
export function oldestEvents(tx: ReadTx, scope: Scope, limit: number): readonly Entry<EventRecord>[] {
  return [...tx.range<EventRecord>({ prefix: key(scope, "event"), limit })];
}

/** True if the history of an account and region is already being pruned. */
export function isPruned(tx: ReadTx, scope: Scope): boolean {
  return tx.get(key(scope, "pruned")) !== undefined;
}

/** Remembers whether there is a job that prunes the history. */
export function setPruned(tx: WriteTx, scope: Scope, isOn: boolean): void {
  if (isOn) tx.put(key(scope, "pruned"), true);
  else tx.delete(key(scope, "pruned"));
}

function positionOf(found: Key): Position {
  const [timeMs, sequence, eventId] = found.slice(-3);
  return [Number(timeMs), Number(sequence), String(eventId)];
}
