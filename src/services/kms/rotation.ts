// Rotation: a symmetric key gets a new material, by its calendar or on demand; older ciphertexts keep theirs.

import type { Scope, YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { newMaterial, nextMaterialNumber } from "./materials.ts";
import type { KeyRecord, Rotation } from "./records.ts";
import { loadFamily, loadKey, saveKey, saveMaterial } from "./repo.ts";

const DAY_MS = 86_400_000;

interface RotationPayload {
  readonly keyId: string;
}

/** Puts the next automatic rotation on the calendar. */
export function startRotation(
  yard: YardContext,
  tx: WriteTx,
  scope: Scope,
  keyId: string,
  periodDays: number,
  fromMs = yard.clock.nowMs(),
): Rotation {
  const nextAtMs = fromMs + periodDays * DAY_MS;
  const payload: RotationPayload = { keyId };
  const { account, region } = scope;
  const jobId = yard.jobs.enqueue(tx, { account, region, kind: "kms/rotate", payload, dueAtMs: nextAtMs });
  return { periodDays, nextAtMs, jobId };
}

/** Takes the next automatic rotation off the calendar. */
export function stopRotation(yard: YardContext, tx: WriteTx, rotation: Rotation | undefined): void {
  if (rotation !== undefined) yard.jobs.cancel(tx, rotation.jobId);
}

/** The same calendar in another Region, for a family whose primary key moves. */
export function moveRotation(
  yard: YardContext,
  tx: WriteTx,
  scope: Scope,
  keyId: string,
  rotation: Rotation,
): Rotation {
  const { periodDays, nextAtMs } = rotation;
  stopRotation(yard, tx, rotation);
  return startRotation(yard, tx, scope, keyId, periodDays, nextAtMs - periodDays * DAY_MS);
}

/**
 * Gives the key a new material, which encrypts from now on. AWS: "Rotating multi-Region keys": all related keys get it,
 * for they share their material.
 */
export function rotate(
  yard: YardContext,
  tx: WriteTx,
  scope: Scope,
  record: KeyRecord,
  rotatedBy: "AUTOMATIC" | "ON_DEMAND",
): KeyRecord {
  const { keyId } = record;
  const number = nextMaterialNumber(tx, scope, keyId);
  const secret = Uint8Array.from(yard.random.bytes(32));
  saveMaterial(
    tx,
    scope,
    keyId,
    newMaterial(yard, keyId, number, secret, { rotatedBy, rotatedAtMs: yard.clock.nowMs() }),
  );
  useMaterial(tx, scope, record, number);
  return { ...record, currentMaterial: number };
}

/** Makes a material the current one of the key, and of all keys of its family. */
function useMaterial(tx: WriteTx, scope: Scope, record: KeyRecord, number: number): void {
  saveKey(tx, scope, { ...record, currentMaterial: number });
  const family = record.isMultiRegion ? loadFamily(tx, scope, record.keyId) : undefined;
  for (const region of [family?.primaryRegion ?? scope.region, ...(family?.replicaRegions ?? [])]) {
    const home = { account: scope.account, region: region as Scope["region"] };
    const related = region === scope.region ? undefined : loadKey(tx, home, record.keyId);
    if (related !== undefined) saveKey(tx, home, { ...related, currentMaterial: number });
  }
}

/** AWS: "Rotate AWS KMS keys": disabled keys and keys that are to be deleted are left out, and rotated when they are back. */
export const rotationJob: JobHandler = {
  kind: "kms/rotate",
  async run(job, yard) {
    const { keyId } = job.payload as RotationPayload;
    yard.store.write((tx) => {
      const record = loadKey(tx, job, keyId);
      if (record?.rotation?.jobId !== job.id) return;
      const { periodDays, nextAtMs } = record.rotation;
      const rotated = record.state === "Enabled" ? rotate(yard, tx, job, record, "AUTOMATIC") : record;
      const rotation = startRotation(yard, tx, job, keyId, periodDays, nextAtMs);
      saveKey(tx, job, { ...rotated, rotation });
    });
    return "done";
  },
};
