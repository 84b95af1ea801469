// Imported material: kept, let go, and let go by itself when it expires.

import type { Context, Scope, YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { unsupported } from "./errors.ts";
import type { Key } from "./keys.ts";
import { hasAllMaterials } from "./materials.ts";
import type { KeyRecord, MaterialRecord } from "./records.ts";
import { loadKey, loadMaterial, saveKey, saveMaterial } from "./repo.ts";
import { isDeleting } from "./states.ts";

interface ExpiryPayload {
  readonly keyId: string;
  readonly number: number;
}

/** Throws for keys whose material KMS made. */
export function requireExternal({ record, arn }: Key): void {
  if (record.origin !== "EXTERNAL")
    throw unsupported(`${arn} origin is ${record.origin} which is not valid for this operation.`);
}

/** What is remembered of an import, with its expiry on the calendar. */
export function noteImport(
  context: Context,
  tx: WriteTx,
  { scope: { account, region }, record: { keyId } }: Key,
  number: number,
  terms: { readonly validToMs?: number; readonly description?: string },
): NonNullable<MaterialRecord["import"]> {
  if (terms.validToMs === undefined) return terms;
  const payload: ExpiryPayload = { keyId, number };
  const jobId = context.jobs.enqueue(tx, { account, region, kind: "kms/expire", payload, dueAtMs: terms.validToMs });
  return { ...terms, jobId };
}

/** Lets go of a material, and gives the key as it is without. */
export function dropMaterial(
  yard: YardContext,
  tx: WriteTx,
  scope: Scope,
  record: KeyRecord,
  { sealed: _sealed, ...material }: MaterialRecord,
): KeyRecord {
  if (material.import?.jobId !== undefined) yard.jobs.cancel(tx, material.import.jobId);
  const { jobId: _jobId, validToMs: _validToMs, ...imported } = material.import ?? {};
  saveMaterial(tx, scope, record.keyId, { ...material, import: imported });
  return { ...record, state: stateAfter(tx, scope, record) };
}

/** AWS: a key without what it needs is pending import; one that is to be deleted stays so. */
function stateAfter(tx: WriteTx, scope: Scope, record: KeyRecord): KeyRecord["state"] {
  return isDeleting(record) || hasAllMaterials(tx, scope, record) ? record.state : "PendingImport";
}

/** Ends a material at the time that its import named. */
export const expiryJob: JobHandler = {
  kind: "kms/expire",
  async run(job, yard) {
    const { keyId, number } = job.payload as ExpiryPayload;
    yard.store.write((tx) => {
      const record = loadKey(tx, job, keyId);
      const material = loadMaterial(tx, job, keyId, number);
      if (record !== undefined && material?.import?.jobId === job.id)
        saveKey(tx, job, dropMaterial(yard, tx, job, record, material));
    });
    return "done";
  },
};
