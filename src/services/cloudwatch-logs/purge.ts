// Removing what nobody can read any more: events of deleted groups and streams, and expired ones. Reading does not wait
// for it. A few thousand rows a transaction, so that other writers are not held up.

import { invariant } from "../../kernel/errors.ts";
import type { Context, Scope } from "../../service/context.ts";
import type { Job, JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { DAY_MS } from "./limits.ts";
import { expiryOf } from "./log-group.ts";
import type { LogEvent, LogGroupRecord } from "./records.ts";
import {
  deleteCounters,
  deleteEvents,
  deleteStream,
  listGroupEvents,
  listStreamEvents,
  listStreams,
  loadGroup,
} from "./repo.ts";

const CHUNK = 2000;
const PURGE = "cloudwatch-logs/purge";
const EXPIRE = "cloudwatch-logs/expire";

interface PurgePayload {
  readonly groupId: string;
  /** One stream only; all of the group where it is left out. */
  readonly streamId?: string;
}

interface ExpirePayload {
  readonly logGroupName: string;
  readonly groupId: string;
}

/** Asks for the removal of a deleted group's or stream's events. */
export function enqueuePurge(tx: WriteTx, context: Context, payload: PurgePayload): void {
  const { account, region } = context;
  context.jobs.enqueue(tx, { account, region, kind: PURGE, payload, lane: `${PURGE}/${payload.groupId}` });
}

/** Asks for the daily removal of a group's expired events, which goes on as long as the group has a retention; gives the job's id. */
export function enqueueExpiry(tx: WriteTx, context: Context, group: LogGroupRecord): string {
  const { account, region } = context;
  const payload: ExpirePayload = { logGroupName: group.logGroupName, groupId: group.groupId };
  return context.jobs.enqueue(tx, { account, region, kind: EXPIRE, payload, dueAtMs: context.clock.nowMs() + DAY_MS });
}

/** Removes deleted events. */
export const purgeJob: JobHandler = {
  kind: PURGE,
  async run(job, yard) {
    const { groupId, streamId } = payloadOf<PurgePayload>(job);
    while (yard.store.write((tx) => purgeChunk(tx, job, groupId, streamId)));
    return "done";
  },
};

/** Removes expired events, and comes back every day. */
export const expireJob: JobHandler = {
  kind: EXPIRE,
  async run(job, yard) {
    const { logGroupName, groupId } = payloadOf<ExpirePayload>(job);
    const expire = (tx: WriteTx): "more" | "done" | "gone" => {
      const group = loadGroup(tx, job, logGroupName);
      const beforeMs = group === undefined ? undefined : expiryOf(group, yard.clock.nowMs());
      if (group?.groupId !== groupId || beforeMs === undefined) return "gone";
      const events = take(listGroupEvents(tx, job, groupId, { beforeMs }));
      deleteEvents(tx, job, groupId, events);
      return events.length === CHUNK ? "more" : "done";
    };
    let state = yard.store.write(expire);
    while (state === "more") state = yard.store.write(expire);
    return state === "gone" ? "done" : { retryAtMs: yard.clock.nowMs() + DAY_MS };
  },
};

/** True while there is more to remove. */
function purgeChunk(tx: WriteTx, scope: Scope, groupId: string, streamId: string | undefined): boolean {
  const events = take(
    streamId === undefined
      ? listGroupEvents(tx, scope, groupId, {})
      : listStreamEvents(tx, scope, groupId, streamId, {}),
  );
  deleteEvents(tx, scope, groupId, events);
  if (events.length === CHUNK) return true;
  if (streamId !== undefined) return false;
  const streams = [];
  for (const stream of listStreams(tx, scope, groupId, "")) {
    if (streams.push(stream) === CHUNK) break;
  }
  for (const stream of streams) deleteStream(tx, scope, groupId, stream);
  if (streams.length === CHUNK) return true;
  deleteCounters(tx, scope, groupId);
  return false;
}

function take(events: Iterable<LogEvent>): LogEvent[] {
  const taken: LogEvent[] = [];
  for (const event of events) {
    if (taken.push(event) === CHUNK) break;
  }
  return taken;
}

function payloadOf<T extends { readonly groupId: string }>(job: Job): T {
  const { payload } = job;
  invariant(typeof payload === "object" && payload !== null && "groupId" in payload, "A purge job names its group.");
  return payload as T;
}
