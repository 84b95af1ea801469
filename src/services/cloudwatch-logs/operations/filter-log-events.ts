// FilterLogEvents: a group's events of all or some streams, in the order of time. AWS: FilterLogEvents (API reference).

import type {
  FilteredLogEvent,
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import { PatternTooSlowError } from "../../../kernel/bounded-pattern.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, logStreamNotFound, notImplemented } from "../errors.ts";
import { compileFilterPattern } from "../filter-pattern.ts";
import { EVENT_OVERHEAD_BYTES, MAX_PAGE_BYTES, MAX_PAGE_EVENTS } from "../limits.ts";
import { chosenGroup, firstVisibleMs, requireGroup } from "../log-group.ts";
import { listGroupEvents, loadStream, loadStreamName } from "../repo.ts";
import { readPosition, writeEventId } from "../tokens.ts";

// LIMIT: events that one call looks at. AWS: a page may be empty and still have a next one.
const MAX_SCANNED = 100_000;

type FilterLogEventsInput = Input<FilterLogEventsCommandInput>;

export const filterLogEvents = defineOperation<FilterLogEventsInput, FilterLogEventsCommandOutput>(
  "FilterLogEvents",
  (input, context) => {
    // AWS: the earliest events come first unless this is false.
    if (input.startFromHead === false) throw notImplemented("the parameter startFromHead of FilterLogEvents");
    const { startTime, endTime, limit = MAX_PAGE_EVENTS, nextToken } = input;
    const logGroupName = chosenGroup(input);
    const wantsStream = streamTest(input);
    const matches = compileFilterPattern(input.filterPattern);
    /** Undefined if the pattern's time is used up. A pattern that is too slow for a page's first event is refused. */
    const matchesInTime = (message: string, before: number): boolean | undefined => {
      try {
        return matches(message);
      } catch (error) {
        if (!(error instanceof PatternTooSlowError)) throw error;
        if (before === 0) throw invalidParameter("Invalid filter pattern: a regular expression takes too long");
        return undefined;
      }
    };
    const nowMs = context.clock.nowMs();
    const events: FilteredLogEvent[] = [];
    let lastId: string | undefined;
    let bytes = 0;
    let scanned = 0;
    const isTruncated = context.store.read((tx) => {
      const group = requireGroup(tx, context, logGroupName);
      for (const name of input.logStreamNames ?? []) {
        if (loadStream(tx, context, group.groupId, name) === undefined) throw logStreamNotFound();
      }
      const names = new Map<string, string | undefined>();
      const range = {
        fromMs: firstVisibleMs(group, startTime, nowMs),
        // AWS: unlike GetLogEvents, events at endTime are included.
        beforeMs: endTime === undefined ? undefined : endTime + 1,
        after: nextToken === undefined ? undefined : readPosition(nextToken),
      };
      for (const event of listGroupEvents(tx, context, group.groupId, range)) {
        if (events.length === limit || bytes >= MAX_PAGE_BYTES || scanned === MAX_SCANNED) return true;
        const { streamId, message, timestampMs, ingestedAtMs } = event;
        if (!names.has(streamId)) names.set(streamId, loadStreamName(tx, context, streamId));
        const logStreamName = names.get(streamId);
        // Events of a deleted stream wait for their purge.
        const isWanted = logStreamName !== undefined && wantsStream(logStreamName) && matchesInTime(message, scanned);
        // The next page goes on with this event.
        if (isWanted === undefined) return true;
        scanned++;
        lastId = writeEventId(event);
        if (logStreamName === undefined || !isWanted) continue;
        bytes += Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
        events.push({ logStreamName, timestamp: timestampMs, message, ingestionTime: ingestedAtMs, eventId: lastId });
      }
      return false;
    });
    return {
      events,
      // AWS: deprecated, and always empty since 2021.
      searchedLogStreams: [],
      ...(isTruncated && lastId !== undefined ? { nextToken: lastId } : {}),
    };
  },
);

function streamTest({ logStreamNames, logStreamNamePrefix }: FilterLogEventsInput): (name: string) => boolean {
  if (logStreamNames !== undefined && logStreamNamePrefix !== undefined)
    throw invalidParameter("Both logStreamNames and logStreamNamePrefix cannot be specified. Please specify only one.");
  if (logStreamNames !== undefined) return (name) => logStreamNames.includes(name);
  if (logStreamNamePrefix !== undefined) return (name) => name.startsWith(logStreamNamePrefix);
  return () => true;
}
