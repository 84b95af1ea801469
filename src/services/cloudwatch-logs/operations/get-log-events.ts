// GetLogEvents: one stream, read forward or backward from a token. AWS: GetLogEvents (API reference).

import type { GetLogEventsCommandInput, GetLogEventsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { EVENT_OVERHEAD_BYTES, MAX_PAGE_BYTES, MAX_PAGE_EVENTS } from "../limits.ts";
import { chosenGroup, firstVisibleMs, requireGroup, requireStream } from "../log-group.ts";
import type { LogEvent } from "../records.ts";
import { listStreamEvents, type Position } from "../repo.ts";
import { readStreamToken, writeStreamToken } from "../tokens.ts";

export const getLogEvents = defineOperation<Input<GetLogEventsCommandInput>, GetLogEventsCommandOutput>(
  "GetLogEvents",
  (input, context) => {
    const { startTime, endTime, limit = MAX_PAGE_EVENTS, nextToken, startFromHead = false } = input;
    const logGroupName = chosenGroup(input);
    const nowMs = context.clock.nowMs();
    const token = nextToken === undefined ? undefined : readStreamToken(nextToken);
    // AWS: a token's direction wins; without one, reading begins with the newest unless the client says from the head.
    const isForward = token === undefined ? startFromHead : token.direction === "f";
    const events = context.store.read((tx) => {
      const group = requireGroup(tx, context, logGroupName);
      const stream = requireStream(tx, context, group, input.logStreamName);
      const range = {
        fromMs: firstVisibleMs(group, startTime, nowMs),
        // AWS: events at or after endTime are not included.
        beforeMs: endTime,
        after: token,
        reverse: !isForward,
      };
      return takePage(listStreamEvents(tx, context, group.groupId, stream.streamId, range), limit);
    });
    if (!isForward) events.reverse();

    // AWS: tokens are never null; where there is nothing more, the token that was given comes back.
    const nothing: Position = token ?? { timestampMs: startTime ?? 0, sequence: 0 };
    return {
      events: events.map(({ timestampMs, message, ingestedAtMs }) => ({
        timestamp: timestampMs,
        message,
        ingestionTime: ingestedAtMs,
      })),
      nextForwardToken: writeStreamToken("f", events.at(-1) ?? nothing),
      nextBackwardToken: writeStreamToken("b", events[0] ?? nothing),
    };
  },
);

function takePage(events: Iterable<LogEvent>, limit: number): LogEvent[] {
  const page: LogEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    bytes += Buffer.byteLength(event.message) + EVENT_OVERHEAD_BYTES;
    if (page.length === limit || (bytes > MAX_PAGE_BYTES && page.length > 0)) break;
    page.push(event);
  }
  return page;
}
