// ListKeyRotations: the materials that a key has had since its first, or all of them.

import type {
  ListKeyRotationsCommandInput,
  ListKeyRotationsCommandOutput,
  RotationsListEntry,
} from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireKey } from "../keys.ts";
import { afterMarker, takePage } from "../pages.ts";
import type { KeyRecord, MaterialRecord } from "../records.ts";
import { listMaterials } from "../repo.ts";
import { requireRotatable } from "../rotation-rules.ts";

export const listKeyRotations = defineOperation<Input<ListKeyRotationsCommandInput>, ListKeyRotationsCommandOutput>(
  "ListKeyRotations",
  ({ KeyId, IncludeKeyMaterial = "ROTATIONS_ONLY", Limit = 100, Marker }, context) =>
    context.store.read((tx) => {
      const key = requireKey(context, KeyId, "ListKeyRotations", { isById: true }, tx);
      requireRotatable(key);
      const all = listMaterials(tx, key.scope, key.record.keyId).filter(
        ({ rotatedBy }) => IncludeKeyMaterial === "ALL_KEY_MATERIAL" || rotatedBy !== undefined,
      );
      const placeOf = ({ number }: MaterialRecord): string => String(number).padStart(6, "0");
      const { items, next } = takePage(afterMarker(all, Marker, placeOf), Limit, placeOf);
      return { Rotations: items.map((material) => entryOf(key.record, material)), ...next };
    }),
);

function entryOf(record: KeyRecord, material: MaterialRecord): RotationsListEntry {
  const { number, materialId, rotatedAtMs, rotatedBy, import: imported, sealed } = material;
  const current = record.currentMaterial ?? 1;
  const validToMs = imported?.validToMs;
  return {
    KeyId: record.keyId,
    KeyMaterialId: materialId,
    KeyMaterialState: number === current ? "CURRENT" : number < current ? "NON_CURRENT" : "PENDING_ROTATION",
    ...(rotatedAtMs === undefined ? {} : { RotationDate: new Date(rotatedAtMs) }),
    ...(rotatedBy === undefined ? {} : { RotationType: rotatedBy }),
    ...(record.origin === "AWS_KMS"
      ? {}
      : {
          ImportState: sealed === undefined ? "PENDING_IMPORT" : "IMPORTED",
          ...(imported?.description === undefined ? {} : { KeyMaterialDescription: imported.description }),
          ...(sealed === undefined
            ? {}
            : {
                ExpirationModel: validToMs === undefined ? "KEY_MATERIAL_DOES_NOT_EXPIRE" : "KEY_MATERIAL_EXPIRES",
                ...(validToMs === undefined ? {} : { ValidTo: new Date(validToMs) }),
              }),
        }),
  };
}
