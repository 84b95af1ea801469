// LookupEvents: the event history of an account and region, the newest event first.

import type { Event, LookupEventsCommandInput, LookupEventsCommandOutput } from "@aws-sdk/client-cloudtrail";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidEventCategory, invalidMaxResults, invalidTimeRange } from "../errors.ts";
import { filterOf, fingerprintOf, formatToken, parseToken } from "../lookup.ts";
import { HISTORY_MS } from "../prune.ts";
import type { EventRecord } from "../records.ts";
import { newestEvents, type Position } from "../repo.ts";

/** LIMIT: AWS: LookupEvents, MaxResults. */
const MOST_RESULTS = 50;
/**
 * Rows that one request looks at. An attribute that few events have would else hold up everybody else's requests; the
 * page then has fewer events than asked for, or none, and a token, which AWS's pages may have, too.
 */
const MOST_ROWS = 20_000;
/** AWS: times of events have whole seconds. */
const SECOND_MS = 1_000;

// DEVIATION: AWS lets an account look up twice a second; nothing here is worth waiting for.
export const lookupEvents = defineOperation<Input<LookupEventsCommandInput>, LookupEventsCommandOutput>(
  "LookupEvents",
  (input, context) => {
    const { LookupAttributes: attributes = [], StartTime, EndTime, EventCategory, NextToken } = input;
    const limit = input.MaxResults ?? MOST_RESULTS;
    if (limit < 1 || limit > MOST_RESULTS) throw invalidMaxResults(MOST_RESULTS);
    const matches = filterOf(attributes);
    const nowMs = context.clock.nowMs();
    const startMs = timeOf(StartTime, 0);
    const endMs = timeOf(EndTime, nowMs);
    if (startMs > endMs) throw invalidTimeRange();
    if (EventCategory !== undefined) {
      if (EventCategory !== "insight") throw invalidEventCategory();
      // There are no trails that collect Insights events, so there are none.
      return { Events: [] };
    }
    const fingerprint = fingerprintOf([attributes, StartTime, EndTime]);
    const below = NextToken === undefined ? undefined : parseToken(NextToken, fingerprint);
    const range = {
      fromMs: Math.max(floorSecond(startMs), nowMs - HISTORY_MS),
      // Both ends are part of the range, and an event's time is shown in seconds.
      toMs: floorSecond(endMs) + SECOND_MS,
      ...(below === undefined ? {} : { below }),
    };
    return context.store.read((tx) => {
      const events: Event[] = [];
      let last: Position | undefined;
      let rows = 0;
      for (const { position, event } of newestEvents(tx, context, range)) {
        if (last !== undefined && (events.length === limit || rows === MOST_ROWS))
          return { Events: events, NextToken: formatToken(fingerprint, last) };
        rows += 1;
        last = position;
        if (matches(event)) events.push(describe(event));
      }
      return { Events: events };
    });
  },
);

function timeOf(time: Date | undefined, otherwise: number): number {
  if (time === undefined) return otherwise;
  const timeMs = time.getTime();
  if (!Number.isFinite(timeMs)) throw invalidTimeRange();
  return timeMs;
}

function floorSecond(timeMs: number): number {
  return Math.floor(timeMs / SECOND_MS) * SECOND_MS;
}

function describe(event: EventRecord): Event {
  const { eventId, eventName, isReadOnly, accessKeyId, timeMs, eventSource, username, resources, text } = event;
  return {
    EventId: eventId,
    EventName: eventName,
    ReadOnly: String(isReadOnly),
    ...(accessKeyId === undefined ? {} : { AccessKeyId: accessKeyId }),
    EventTime: new Date(floorSecond(timeMs)),
    EventSource: eventSource,
    ...(username === undefined ? {} : { Username: username }),
    Resources: resources.map(([ResourceType, ResourceName]) => ({ ResourceType, ResourceName })),
    CloudTrailEvent: text,
  };
}
