// RotateKeyOnDemand: a new material now; of a key with imported material, the one that was imported for it.

import type { RotateKeyOnDemandCommandInput, RotateKeyOnDemandCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidState, limitExceeded } from "../errors.ts";
import { type Key, updateCustomerKey } from "../keys.ts";
import { listMaterials, loadMaterial, saveMaterial } from "../repo.ts";
import { requirePrimary, requireRotatable } from "../rotation-rules.ts";
import { rotate } from "../rotation.ts";
import type { Context } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { KeyRecord } from "../records.ts";

// LIMIT: AWS: RotateKeyOnDemand: "a maximum of 25 times per KMS key".
const MOST_ROTATIONS = 25;

export const rotateKeyOnDemand = defineOperation<Input<RotateKeyOnDemandCommandInput>, RotateKeyOnDemandCommandOutput>(
  "RotateKeyOnDemand",
  ({ KeyId }, context) => {
    const { record } = updateCustomerKey(context, KeyId, "RotateKeyOnDemand", (key, tx) => {
      requireRotatable(key);
      requirePrimary(tx, key);
      const done = listMaterials(tx, key.scope, key.record.keyId).filter(({ rotatedBy }) => rotatedBy === "ON_DEMAND");
      if (done.length >= MOST_ROTATIONS)
        throw limitExceeded(`The maximum number of on-demand rotations has been reached for ${key.arn}.`);
      return key.record.origin === "EXTERNAL"
        ? useImported(context, tx, key)
        : rotate(context, tx, key.scope, key.record, "ON_DEMAND");
    });
    return { KeyId: record.keyId };
  },
);

/** AWS: "you must have already imported new key material and that key material's state should be PENDING_ROTATION". */
function useImported(context: Context, tx: WriteTx, { scope, record, arn }: Key): KeyRecord {
  const number = (record.currentMaterial ?? 0) + 1;
  const pending = loadMaterial(tx, scope, record.keyId, number);
  if (pending?.sealed === undefined || record.state !== "Enabled")
    throw invalidState(`${arn} has no imported key material that is pending rotation.`);
  saveMaterial(tx, scope, record.keyId, {
    ...pending,
    rotatedBy: "ON_DEMAND",
    rotatedAtMs: context.clock.nowMs(),
  });
  return { ...record, currentMaterial: number };
}
