// The events of several log groups together, from the newest to the oldest, a chunk at a time: nothing is held open between chunks.

import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { firstVisibleMs } from "../log-group.ts";
import type { LogEvent, LogGroupRecord } from "../records.ts";
import { listGroupEvents, loadGroup, loadStreamName, type Position } from "../repo.ts";

/** An event, and where it is. */
export interface Scanned {
  readonly event: LogEvent;
  readonly logGroupName: string;
  readonly logStreamName: string;
}

interface Range {
  readonly startMs: number;
  /** Inclusive. */
  readonly endMs: number;
}

/** Where each group's reading goes on. */
export interface Scan {
  /** The next events, at most so many; none at the end. */
  next(tx: ReadTx, count: number, nowMs: number): readonly Scanned[];
}

/** Begins to read groups. Those that are deleted meanwhile are read no more. */
export function createScan(scope: Scope, logGroupNames: readonly string[], { startMs, endMs }: Range): Scan {
  const places = new Map<string, Position>();
  const streamNames = new Map<string, string | undefined>();

  function* eventsOf(tx: ReadTx, group: LogGroupRecord, nowMs: number): Generator<Scanned> {
    const { groupId, logGroupName } = group;
    const range = {
      fromMs: firstVisibleMs(group, startMs, nowMs),
      beforeMs: endMs + 1,
      after: places.get(logGroupName),
    };
    for (const event of listGroupEvents(tx, scope, groupId, { ...range, reverse: true })) {
      const { streamId } = event;
      if (!streamNames.has(streamId)) streamNames.set(streamId, loadStreamName(tx, scope, streamId));
      const logStreamName = streamNames.get(streamId);
      // Events of a deleted stream wait for their purge.
      if (logStreamName !== undefined) yield { event, logGroupName, logStreamName };
    }
  }

  return {
    next(tx, count, nowMs) {
      const heads = logGroupNames.flatMap((name) => {
        const group = loadGroup(tx, scope, name);
        if (group === undefined) return [];
        const events = eventsOf(tx, group, nowMs);
        const first = events.next();
        return first.done === true ? [] : [{ events, first: first.value }];
      });
      const found: Scanned[] = [];
      while (found.length < count && heads.length > 0) {
        // RACE: none: all is read in one transaction.
        heads.sort((one, other) => other.first.event.timestampMs - one.first.event.timestampMs);
        const [head] = heads;
        if (head === undefined) break;
        found.push(head.first);
        places.set(head.first.logGroupName, head.first.event);
        const next = head.events.next();
        if (next.done === true) heads.shift();
        else head.first = next.value;
      }
      return found;
    },
  };
}
