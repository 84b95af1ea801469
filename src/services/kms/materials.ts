// A key's materials: made, sealed, found again. The newest encrypts; all of them decrypt.

import { createHash } from "node:crypto";
import type { Scope, YardContext } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { pendingImport } from "./errors.ts";
import type { Key } from "./keys.ts";
import type { KeyRecord, MaterialRecord } from "./records.ts";
import { listMaterials, loadMaterial, saveMaterial } from "./repo.ts";
import { openOwn, seal } from "./sealing.ts";

/** A material that is ready for use. */
export interface OpenMaterial {
  readonly number: number;
  readonly materialId: string;
  readonly secret: Uint8Array;
}

/** Seals a secret as the key's next material, and gives its record, which the caller saves. */
export function newMaterial(
  yard: YardContext,
  keyId: string,
  number: number,
  secret: Uint8Array,
  more: Pick<MaterialRecord, "rotatedBy" | "rotatedAtMs" | "import"> = {},
): MaterialRecord {
  return {
    v: 1,
    number,
    materialId: materialIdOf(keyId, secret),
    sealed: seal(yard, labelOf(keyId, number), secret),
    createdAtMs: yard.clock.nowMs(),
    ...more,
  };
}

/** AWS: ImportKeyMaterial: 64 digits "based on the KMS key ID and the imported key material". */
export function materialIdOf(keyId: string, secret: Uint8Array): string {
  return createHash("sha256").update(`${keyId}\n`).update(secret).digest("hex");
}

/** The material with which the key encrypts and signs. */
export function currentMaterial(yard: YardContext, key: Key): OpenMaterial {
  const number = key.record.currentMaterial;
  const material = number === undefined ? undefined : openMaterial(yard, key.scope, key.record.keyId, number);
  if (material === undefined) throw pendingImport(key.arn);
  return material;
}

/** One of a key's materials; undefined if it is not there, or was imported and is gone. */
export function openMaterial(yard: YardContext, scope: Scope, keyId: string, number: number): OpenMaterial | undefined {
  const record = yard.store.read((tx) => loadMaterial(tx, scope, keyId, number));
  if (record?.sealed === undefined) return undefined;
  return {
    number,
    materialId: record.materialId,
    secret: openOwn(yard, labelOf(keyId, number), record.sealed),
  };
}

/** The number of the key's next material. */
export function nextMaterialNumber(tx: ReadTx, scope: Scope, keyId: string): number {
  return (listMaterials(tx, scope, keyId).at(-1)?.number ?? 0) + 1;
}

/** Puts imported material back under its own record. */
export function reseal(
  yard: YardContext,
  tx: WriteTx,
  key: Key,
  material: MaterialRecord,
  secret: Uint8Array,
  imported: MaterialRecord["import"],
): void {
  saveMaterial(tx, key.scope, key.record.keyId, {
    ...material,
    sealed: seal(yard, labelOf(key.record.keyId, material.number), secret),
    ...(imported === undefined ? {} : { import: imported }),
  });
}

/** True if nothing of what the key needs to decrypt was deleted or has expired. */
export function hasAllMaterials(tx: ReadTx, scope: Scope, { keyId, currentMaterial: current }: KeyRecord): boolean {
  if (current === undefined) return false;
  return listMaterials(tx, scope, keyId).every(({ number, sealed }) => number > current || sealed !== undefined);
}

function labelOf(keyId: string, number: number): string {
  return `${keyId}/${number}`;
}
