// Deletion: a waiting period of the yard's time, then the key, its aliases, grants and material are gone for ever.

import type { Context, Scope, YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import type { Key } from "./keys.ts";
import { hasAllMaterials } from "./materials.ts";
import type { KeyRecord } from "./records.ts";
import {
  aliasNamesOf,
  listGrants,
  loadAlias,
  loadFamily,
  loadKey,
  removeAlias,
  removeFamily,
  removeGrant,
  removeKey,
  removeMaterials,
  saveFamily,
  saveKey,
} from "./repo.ts";

const DAY_MS = 86_400_000;

interface DeletionPayload {
  readonly keyId: string;
}

/**
 * The key as one that is to be deleted. AWS: "Deleting multi-Region keys": the waiting period of a primary key begins when
 * its last replica is gone.
 */
export function scheduleDeletion(context: Context, tx: WriteTx, { record, scope }: Key, windowDays: number): KeyRecord {
  const family = record.isMultiRegion ? loadFamily(tx, scope, record.keyId) : undefined;
  if (family !== undefined && family.primaryRegion === scope.region && family.replicaRegions.length > 0)
    return { ...record, state: "PendingReplicaDeletion", deletion: { windowDays } };
  return beginWaiting(context, tx, scope, record, windowDays);
}

/** The key as one that stays: disabled, or without its material as it was. */
export function cancelDeletion(context: Context, tx: WriteTx, { record, scope }: Key): KeyRecord {
  const { deletion, ...rest } = record;
  if (deletion?.jobId !== undefined) context.jobs.cancel(tx, deletion.jobId);
  return { ...rest, state: hasAllMaterials(tx, scope, record) ? "Disabled" : "PendingImport" };
}

function beginWaiting(
  yard: YardContext,
  tx: WriteTx,
  { account, region }: Scope,
  record: KeyRecord,
  windowDays: number,
): KeyRecord {
  const payload: DeletionPayload = { keyId: record.keyId };
  const atMs = yard.clock.nowMs() + windowDays * DAY_MS;
  const jobId = yard.jobs.enqueue(tx, { account, region, kind: "kms/delete", payload, dueAtMs: atMs });
  return { ...record, state: "PendingDeletion", deletion: { atMs, windowDays, jobId } };
}

/** Ends the waiting period. */
export const deletionJob: JobHandler = {
  kind: "kms/delete",
  async run(job, yard) {
    const { keyId } = job.payload as DeletionPayload;
    yard.store.write((tx) => {
      const record = loadKey(tx, job, keyId);
      if (record?.deletion?.jobId === job.id) removeAll(yard, tx, job, record);
    });
    return "done";
  },
};

function removeAll(yard: YardContext, tx: WriteTx, scope: Scope, record: KeyRecord): void {
  const { keyId } = record;
  for (const name of aliasNamesOf(tx, scope, keyId)) {
    const alias = loadAlias(tx, scope, name);
    if (alias !== undefined) removeAlias(tx, scope, alias);
  }
  for (const grant of [...listGrants(tx, scope, keyId)]) removeGrant(tx, scope, grant);
  if (record.rotation !== undefined) yard.jobs.cancel(tx, record.rotation.jobId);
  removeKey(tx, scope, keyId);
  const family = record.isMultiRegion ? loadFamily(tx, scope, keyId) : undefined;
  if (family === undefined || family.primaryRegion === scope.region) {
    removeMaterials(tx, scope, keyId);
    removeFamily(tx, scope, keyId);
    return;
  }
  const replicaRegions = family.replicaRegions.filter((region) => region !== scope.region);
  saveFamily(tx, scope, keyId, { ...family, replicaRegions });
  const home = { account: scope.account, region: family.primaryRegion as Scope["region"] };
  const primary = loadKey(tx, home, keyId);
  if (replicaRegions.length === 0 && primary?.state === "PendingReplicaDeletion" && primary.deletion !== undefined)
    saveKey(tx, home, beginWaiting(yard, tx, home, primary, primary.deletion.windowDays));
}
