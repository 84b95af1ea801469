// PutLogEvents: on the path of every function invocation, so it is one transaction with few rows.
// AWS: PutLogEvents (API reference).

import type { PutLogEventsCommandInput, PutLogEventsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { checkBatch } from "../batch.ts";
import { notImplemented } from "../errors.ts";
import { publish } from "../live-tail.ts";
import { requireGroup, requireStream } from "../log-group.ts";
import { countEvents, filtersOf } from "../metrics.ts";
import type { LogEvent } from "../records.ts";
import { loadCounters, saveCounters, saveEvent, saveStream } from "../repo.ts";
import { enqueueSubscriptions } from "../subscription.ts";
import { writeEventId } from "../tokens.ts";

export const putLogEvents = defineOperation<Input<PutLogEventsCommandInput>, PutLogEventsCommandOutput>(
  "PutLogEvents",
  (input, context) => {
    const { logGroupName, logStreamName, logEvents } = input;
    if (input.entity !== undefined) throw notImplemented("entities of log events");
    const nowMs = context.clock.nowMs();
    const { group, filters, events, rejected, nextSequence } = context.store.write((tx) => {
      const group = requireGroup(tx, context, logGroupName);
      const stream = requireStream(tx, context, group, logStreamName);
      const { accepted, acceptedBytes, rejected } = checkBatch(logEvents, nowMs, group.retentionDays);
      const { nextSequence, storedBytes } = loadCounters(tx, context, group.groupId);
      const events: LogEvent[] = accepted.map((event, index) => ({
        v: 1,
        streamId: stream.streamId,
        message: event.message,
        ingestedAtMs: nowMs,
        timestampMs: event.timestamp,
        sequence: nextSequence + index,
      }));
      for (const event of events) saveEvent(tx, context, group.groupId, event);
      const firstMs = events[0]?.timestampMs;
      const lastMs = events.at(-1)?.timestampMs;
      if (firstMs !== undefined && lastMs !== undefined) {
        saveCounters(tx, context, group.groupId, {
          v: 1,
          nextSequence: nextSequence + events.length,
          storedBytes: storedBytes + acceptedBytes,
        });
        saveStream(tx, context, group.groupId, {
          ...stream,
          firstEventMs: Math.min(stream.firstEventMs ?? firstMs, firstMs),
          lastEventMs: Math.max(stream.lastEventMs ?? lastMs, lastMs),
          lastIngestedMs: nowMs,
        });
      }
      if (events.length > 0) enqueueSubscriptions(tx, context, group, logStreamName, events);
      const filters = filtersOf(tx, context, group);
      return { group, filters, events, rejected, nextSequence: nextSequence + events.length };
    });
    if (events.length > 0) countEvents(context, context, group, filters, events);
    if (events.length > 0) publish(context.signals, context, { logGroupName, logStreamName, events });
    return {
      // AWS: ignored by now, but old clients pass it on.
      nextSequenceToken: writeEventId({ timestampMs: nowMs, sequence: nextSequence }),
      ...(rejected === undefined ? {} : { rejectedLogEventsInfo: rejected }),
    };
  },
);
