// Replays: an archive's events come to their bus again, in the order in which they came first, marked with the replay's name.

import type { YardContext } from "../../../service/context.ts";
import type { Job, JobHandler } from "../../../service/jobs.ts";
import type { Key } from "../../../store/store.ts";
import { busAddress } from "../names.ts";
import type { ReplayRecord } from "../records.ts";
import { listArchived, load, save } from "../repo.ts";
import { takeIn } from "../rules/publish.ts";

/** As many events are replayed in one transaction. */
const CHUNK = 100;

/** Which replay goes on. */
export interface ReplayPayload {
  readonly replayName: string;
}

/** Replays all events of the range. What a crash interrupts goes on where it was. */
export const replayJob: JobHandler = {
  kind: "eventbridge/replay",
  async run(job, yard) {
    const { replayName } = job.payload as ReplayPayload;
    while (replayChunk(job, yard, replayName)) await yard.clock.wait(0);
    return "done";
  },
};

/** True if there is more to replay. */
function replayChunk(job: Job, yard: YardContext, replayName: string): boolean {
  return yard.store.write((tx) => {
    const replay = load(tx, job, "replay", replayName);
    if (replay === undefined || (replay.state !== "STARTING" && replay.state !== "RUNNING")) {
      if (replay?.state === "CANCELLING") save(tx, job, "replay", ended(replay, "CANCELLED", yard));
      return false;
    }
    const archive = load(tx, job, "archive", replay.archiveName);
    if (archive?.archiveId !== replay.archiveId) {
      const stateReason = `Archive ${replay.archiveName} was deleted.`;
      save(tx, job, "replay", { ...ended(replay, "FAILED", yard), stateReason });
      return false;
    }
    const { scope, busName } = busAddress(job, replay.destinationArn);
    const range = { fromMs: replay.eventStartMs, untilMs: replay.eventEndMs };
    let last: { readonly key: Key; readonly atMs: number } | undefined;
    let count = 0;
    const after = replay.lastKey === undefined ? {} : { after: replay.lastKey };
    for (const archived of [...take(listArchived(tx, job, replay.archiveId, { ...range, ...after }), CHUNK)]) {
      const event = { ...archived.event, "replay-name": replay.name };
      takeIn(tx, yard, scope, busName, event, { onlyRules: replay.filterArns });
      last = archived;
      count++;
    }
    const progress = last === undefined ? {} : { lastKey: last.key, lastReplayedMs: last.atMs };
    const running: ReplayRecord = { ...replay, ...progress, state: "RUNNING" };
    save(tx, job, "replay", count < CHUNK ? ended(running, "COMPLETED", yard) : running);
    return count === CHUNK;
  });
}

function ended(replay: ReplayRecord, state: "COMPLETED" | "CANCELLED" | "FAILED", yard: YardContext): ReplayRecord {
  return { ...replay, state, endedAtMs: yard.clock.nowMs() };
}

function* take<T>(items: Iterable<T>, most: number): Generator<T> {
  let count = 0;
  for (const item of items) {
    if (count++ === most) return;
    yield item;
  }
}
