// Streams on demand grow with what is written to them.
// AWS: Developer Guide, "On-demand mode": a new stream has 4 MB and 4,000 records a second, and a stream takes up to double
// the peak of the last 30 days; it is throttled where more than double comes within 15 minutes.

import type { Context } from "../../service/context.ts";
import type { Store } from "../../store/store.ts";
import { LIMITS } from "./constraints.ts";
import { changeStream, type Stream } from "./streams.ts";
import { enqueueChange } from "./transitions.ts";

interface Second {
  sinceMs: number;
  records: number;
  bytes: number;
  /** For so many shards it has been asked already. */
  asked: number;
}

// What came in the last second. A restart is more than a second, and starts afresh.
const stores = new WeakMap<Store, Map<string, Second>>();

/** Counts what is written, and lets the stream grow when twice that would not fit. */
export function noteWrite(context: Context, stream: Stream, bytes: number): void {
  const nowMs = context.clock.nowMs();
  const second = secondOf(context.store, stream.record.contentId, nowMs);
  second.records += 1;
  second.bytes += bytes;
  // DEVIATION: AWS looks at longer times and takes minutes to grow; here a busy second is enough.
  const worth = Math.max(second.records / LIMITS.shardRecordsPerSecond, second.bytes / LIMITS.shardBytesPerSecond);
  const wanted = Math.min(LIMITS.mostOnDemandShards, Math.ceil(2 * worth));
  if (wanted <= stream.open.length || wanted <= second.asked) return;
  second.asked = wanted;
  changeStream(context.store, stream.reference, (record, tx) => {
    if (record.status !== "ACTIVE" || record.contentId !== stream.record.contentId) return undefined;
    enqueueChange(context, tx, stream.reference, record, { kind: "grow", count: wanted });
    return { ...record, status: "UPDATING" };
  });
}

function secondOf(store: Store, contentId: string, nowMs: number): Second {
  let streams = stores.get(store);
  if (streams === undefined) stores.set(store, (streams = new Map()));
  let second = streams.get(contentId);
  if (second === undefined || nowMs - second.sinceMs >= 1_000) {
    second = { sinceMs: nowMs, records: 0, bytes: 0, asked: second?.asked ?? 0 };
    streams.set(contentId, second);
  }
  return second;
}
