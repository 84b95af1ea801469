// The rules for a batch of events: order, size, span, age. Pure. AWS: PutLogEvents (API reference).

import { invalidParameter } from "./errors.ts";
import {
  DAY_MS,
  EVENT_OVERHEAD_BYTES,
  MAX_AGE_MS,
  MAX_AHEAD_MS,
  MAX_BATCH_BYTES,
  MAX_BATCH_SPAN_MS,
} from "./limits.ts";

export interface InputEvent {
  readonly timestamp: number;
  readonly message: string;
}

export interface CheckedBatch {
  /** The events that are taken, in order. */
  readonly accepted: readonly InputEvent[];
  readonly acceptedBytes: number;
  /** AWS's members, set where events were left out. */
  readonly rejected?: {
    readonly tooNewLogEventStartIndex?: number;
    readonly tooOldLogEventEndIndex?: number;
    readonly expiredLogEventEndIndex?: number;
  };
}

/** Throws for a batch that fails as a whole; else sorts out what is too old, expired or too new. */
export function checkBatch(
  events: readonly InputEvent[],
  nowMs: number,
  retentionDays: number | undefined,
): CheckedBatch {
  const bytes = events.reduce((sum, event) => sum + sizeOf(event), 0);
  if (bytes > MAX_BATCH_BYTES)
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BATCH_BYTES}`);
  for (const [index, event] of events.entries()) {
    if (event.timestamp < (events[index - 1]?.timestamp ?? 0))
      throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
  }

  const expiredBeforeMs = retentionDays === undefined ? -Infinity : nowMs - retentionDays * DAY_MS;
  const tooOldEnd = endOf(events, (event) => event.timestamp < nowMs - MAX_AGE_MS);
  const expiredEnd = endOf(events, (event) => event.timestamp < expiredBeforeMs);
  const firstNew = events.findIndex((event) => event.timestamp > nowMs + MAX_AHEAD_MS);
  const accepted = events.slice(Math.max(tooOldEnd, expiredEnd), firstNew === -1 ? events.length : firstNew);
  const [first] = accepted;
  const last = accepted.at(-1);
  // AWS: the span counts among valid events only.
  if (first !== undefined && last !== undefined && last.timestamp - first.timestamp > MAX_BATCH_SPAN_MS)
    throw invalidParameter("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  const acceptedBytes = accepted.reduce((sum, event) => sum + sizeOf(event), 0);
  if (accepted.length === events.length) return { accepted, acceptedBytes };
  return {
    accepted,
    acceptedBytes,
    rejected: {
      ...(firstNew === -1 ? {} : { tooNewLogEventStartIndex: firstNew }),
      ...(tooOldEnd === 0 ? {} : { tooOldLogEventEndIndex: tooOldEnd }),
      // AWS: expired are those that the group's retention, and not their age alone, rejects.
      ...(expiredEnd > tooOldEnd ? { expiredLogEventEndIndex: expiredEnd } : {}),
    },
  };
}

function sizeOf(event: InputEvent): number {
  return Buffer.byteLength(event.message) + EVENT_OVERHEAD_BYTES;
}

/** The index behind the last event of the beginning that the test holds for. */
function endOf(events: readonly InputEvent[], test: (event: InputEvent) => boolean): number {
  const index = events.findIndex((event) => !test(event));
  return index === -1 ? events.length : index;
}
