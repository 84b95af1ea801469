// Finds archives and replays, and shows them as the API does.

import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { notFound } from "../errors.ts";
import { archiveArn, busArn } from "../names.ts";
import type { ArchiveRecord, ReplayRecord } from "../records.ts";
import { load } from "../repo.ts";

/** The archive; throws ResourceNotFoundException. */
export function requireArchive(tx: ReadTx, scope: Scope, name: string): ArchiveRecord {
  const archive = load(tx, scope, "archive", name);
  if (archive === undefined) throw notFound(`Archive ${name}`);
  return archive;
}

/** The replay; throws ResourceNotFoundException. */
export function requireReplay(tx: ReadTx, scope: Scope, name: string): ReplayRecord {
  const replay = load(tx, scope, "replay", name);
  if (replay === undefined) throw notFound(`Replay ${name}`);
  return replay;
}

/** What all operations show of an archive. */
export function describeArchive(scope: Scope, archive: ArchiveRecord) {
  return {
    ArchiveName: archive.name,
    ArchiveArn: archiveArn(scope, archive.name),
    EventSourceArn: busArn(scope, archive.busName),
    State: "ENABLED",
    RetentionDays: archive.retentionDays,
    SizeBytes: archive.sizeBytes,
    EventCount: archive.eventCount,
    CreationTime: new Date(archive.createdAtMs),
  } as const;
}

/** What all operations show of a replay. */
export function describeReplay(scope: Scope, replay: ReplayRecord) {
  return {
    ReplayName: replay.name,
    EventSourceArn: archiveArn(scope, replay.archiveName),
    State: replay.state,
    ...(replay.stateReason === undefined ? {} : { StateReason: replay.stateReason }),
    EventStartTime: new Date(replay.eventStartMs),
    EventEndTime: new Date(replay.eventEndMs),
    ...(replay.lastReplayedMs === undefined ? {} : { EventLastReplayedTime: new Date(replay.lastReplayedMs) }),
    ReplayStartTime: new Date(replay.startedAtMs),
    ...(replay.endedAtMs === undefined ? {} : { ReplayEndTime: new Date(replay.endedAtMs) }),
  };
}
