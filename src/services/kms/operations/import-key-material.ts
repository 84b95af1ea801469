// ImportKeyMaterial: gives a key its material, gives it back what was deleted or has expired, or a new one to rotate to.

import type { ImportKeyMaterialCommandInput, ImportKeyMaterialCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import type { WriteTx } from "../../../store/store.ts";
import { isMaterialOf } from "../crypto/key-pairs.ts";
import { unwrap } from "../crypto/wrapping.ts";
import { incorrectKeyMaterial, invalidCiphertext, validation } from "../errors.ts";
import { openToken } from "../import-tokens.ts";
import { noteImport, requireExternal } from "../imports.ts";
import { type Key, updateCustomerKey } from "../keys.ts";
import { hasAllMaterials, materialIdOf, newMaterial, nextMaterialNumber, reseal } from "../materials.ts";
import type { KeyRecord, MaterialRecord } from "../records.ts";
import { listMaterials, saveMaterial } from "../repo.ts";
import { isSymmetricEncryption, KEY_SPECS } from "../specs.ts";

// LIMIT: AWS: ValidTo: "The maximum value is 365 days from the request date".
const LONGEST_MS = 365 * 86_400_000;

type ImportInput = Input<ImportKeyMaterialCommandInput>;

export const importKeyMaterial = defineOperation<ImportInput, ImportKeyMaterialCommandOutput>(
  "ImportKeyMaterial",
  (input, context) => {
    let materialId = "";
    const { arn } = updateCustomerKey(context, input.KeyId, "ImportKeyMaterial", (key, tx) => {
      requireExternal(key);
      const terms = readTerms(input, context);
      const token = openToken(context, key, input.ImportToken);
      const secret = unwrap(Buffer.from(token.privateKey, "base64"), token.algorithm, input.EncryptedKeyMaterial);
      if (secret === undefined) throw invalidCiphertext();
      if (!isMaterialOf(KEY_SPECS[key.record.spec].material, secret))
        throw incorrectKeyMaterial(`The key material is not valid for the key spec ${key.record.spec}.`);
      materialId = materialIdOf(key.record.keyId, secret);
      const known = findKnown(key, listMaterials(tx, key.scope, key.record.keyId), materialId, input);
      return known === undefined
        ? addMaterial(context, tx, key, secret, terms)
        : restoreMaterial(context, tx, key, known, secret, terms);
    });
    return { KeyId: arn, KeyMaterialId: materialId };
  },
);

interface Terms {
  readonly validToMs?: number;
  readonly description?: string;
}

function readTerms({ ExpirationModel, ValidTo, KeyMaterialDescription }: ImportInput, context: Context): Terms {
  const description = KeyMaterialDescription === undefined ? {} : { description: KeyMaterialDescription };
  if (ExpirationModel === "KEY_MATERIAL_DOES_NOT_EXPIRE") {
    if (ValidTo !== undefined)
      throw validation("A validTo date cannot be set if the expiration model is KEY_MATERIAL_DOES_NOT_EXPIRE");
    return description;
  }
  if (ValidTo === undefined)
    throw validation("A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES");
  const nowMs = context.clock.nowMs();
  if (ValidTo.getTime() <= nowMs || ValidTo.getTime() > nowMs + LONGEST_MS)
    throw validation("ValidTo must be in the future, and at most 365 days from now.");
  return { ...description, validToMs: ValidTo.getTime() };
}

/** The key's material that is imported again; undefined for a new one. AWS: ImportType and KeyMaterialId. */
function findKnown(
  { record }: Key,
  materials: readonly MaterialRecord[],
  materialId: string,
  { ImportType: given, KeyMaterialId }: ImportInput,
): MaterialRecord | undefined {
  const type = given ?? (materials.length === 0 ? "NEW_KEY_MATERIAL" : "EXISTING_KEY_MATERIAL");
  if ((given !== undefined || KeyMaterialId !== undefined) && !isSymmetricEncryption(record))
    throw validation("ImportType and KeyMaterialId are only valid for symmetric encryption keys.");
  if (type === "NEW_KEY_MATERIAL" && KeyMaterialId !== undefined)
    throw validation("KeyMaterialId cannot be specified with the ImportType NEW_KEY_MATERIAL.");
  const known = materials.find((material) => material.materialId === materialId);
  if (KeyMaterialId !== undefined && KeyMaterialId !== materialId) throw otherMaterial();
  if (type === "EXISTING_KEY_MATERIAL" && known === undefined) throw otherMaterial();
  // AWS: only one material can wait for its rotation.
  const last = materials.at(-1);
  if (
    type === "NEW_KEY_MATERIAL" &&
    known === undefined &&
    last !== undefined &&
    last.number > (record.currentMaterial ?? 1)
  )
    throw incorrectKeyMaterial("The key has imported key material that is pending rotation.");
  return known;
}

const otherMaterial = () =>
  incorrectKeyMaterial("The key material is not the same key material that was imported before.");

function addMaterial(context: Context, tx: WriteTx, key: Key, secret: Uint8Array, terms: Terms): KeyRecord {
  const { scope, record } = key;
  const number = nextMaterialNumber(tx, scope, record.keyId);
  const imported = noteImport(context, tx, key, number, terms);
  saveMaterial(tx, scope, record.keyId, newMaterial(context, record.keyId, number, secret, { import: imported }));
  return number === 1 ? { ...record, currentMaterial: 1, state: "Enabled" } : record;
}

function restoreMaterial(
  context: Context,
  tx: WriteTx,
  key: Key,
  known: MaterialRecord,
  secret: Uint8Array,
  terms: Terms,
): KeyRecord {
  const { scope, record } = key;
  if (known.import?.jobId !== undefined) context.jobs.cancel(tx, known.import.jobId);
  const description = terms.description ?? known.import?.description;
  const kept = { ...terms, ...(description === undefined ? {} : { description }) };
  reseal(context, tx, key, known, secret, noteImport(context, tx, key, known.number, kept));
  const isWhole = record.state === "PendingImport" && hasAllMaterials(tx, scope, record);
  return isWhole ? { ...record, state: "Enabled" } : record;
}
