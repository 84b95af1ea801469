// Objects in archive classes: read only after they were restored, for as long as that was asked for. Pure.
// AWS: "Restoring an archived object" and "Understanding archive retrieval options" (S3 user guide).

import type { RestoreRequest, RestoreStatus } from "@aws-sdk/client-s3";
import {
  archivedObject,
  invalidArgument,
  malformedXml,
  notArchived,
  notImplemented,
  restoreInProgress,
} from "./errors.ts";
import { dueAfterDays } from "./lifecycle.ts";
import type { ObjectRecord, RestoreRecord } from "./records.ts";

const HOUR_MS = 3_600_000;

/**
 * How long a restoration takes, by class and tier.
 * AWS: "Understanding archive retrieval options": typically within these times, of which the longest is taken.
 */
const RETRIEVAL_MS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  GLACIER: { Expedited: 5 * 60_000, Standard: 5 * HOUR_MS, Bulk: 12 * HOUR_MS },
  DEEP_ARCHIVE: { Standard: 12 * HOUR_MS, Bulk: 48 * HOUR_MS },
};

/** True for classes whose objects must be restored before they can be read. */
export function isArchiveClass(storageClass: string | undefined): boolean {
  return storageClass !== undefined && RETRIEVAL_MS[storageClass] !== undefined;
}

/** Throws InvalidObjectState for an archived object of which no copy is restored. */
export function requireReadable(object: ObjectRecord, nowMs: number): void {
  const { storageClass, restore } = object;
  if (!isArchiveClass(storageClass)) return;
  if (restore !== undefined && restore.readyAtMs <= nowMs && nowMs < restore.expiresAtMs) return;
  throw archivedObject(storageClass ?? "");
}

/** How far a restoration is, as listings show it; undefined where nothing was asked for, or it has ended. */
export function restoreStatus({ restore }: ObjectRecord, nowMs: number): RestoreStatus | undefined {
  if (restore === undefined || restore.expiresAtMs <= nowMs) return undefined;
  return restore.readyAtMs > nowMs
    ? { IsRestoreInProgress: true }
    : { IsRestoreInProgress: false, RestoreExpiryDate: new Date(restore.expiresAtMs) };
}

/** What x-amz-restore says; undefined where nothing was asked for. */
export function restoreHeader({ restore }: ObjectRecord, nowMs: number): string | undefined {
  if (restore === undefined || restore.expiresAtMs <= nowMs) return undefined;
  if (restore.readyAtMs > nowMs) return 'ongoing-request="true"';
  return `ongoing-request="false", expiry-date="${new Date(restore.expiresAtMs).toUTCString()}"`;
}

/** What a request to restore makes of an object: a restoration, or a longer life of the copy that is there. */
export function planRestore(request: RestoreRequest | undefined, object: ObjectRecord, nowMs: number): RestoreRecord {
  const { Days: days, GlacierJobParameters: job, Tier: tier } = request ?? {};
  if (request?.Type !== undefined || request?.SelectParameters !== undefined || request?.OutputLocation !== undefined)
    throw notImplemented("RestoreRequest", "Restorations that select from archives are not implemented.");
  const times = RETRIEVAL_MS[object.storageClass ?? ""];
  if (times === undefined) throw notArchived(object.storageClass ?? "STANDARD");
  if (days === undefined) throw malformedXml();
  if (days < 1) throw invalidArgument("restoration days should be at least 1", "Days", days);
  const wanted = job?.Tier ?? tier ?? "Standard";
  const durationMs = times[wanted];
  if (durationMs === undefined)
    throw invalidArgument(
      `Glacier ${wanted} retrievals are not available for storage class ${object.storageClass}`,
      "Tier",
      wanted,
    );
  const { restore } = object;
  if (restore !== undefined && restore.expiresAtMs > nowMs) {
    if (restore.readyAtMs > nowMs) throw restoreInProgress();
    // AWS: a copy that is there lives on for so many days from now.
    return { ...restore, expiresAtMs: dueAfterDays(nowMs, days) };
  }
  const readyAtMs = nowMs + durationMs;
  return { readyAtMs, expiresAtMs: dueAfterDays(readyAtMs, days) };
}
