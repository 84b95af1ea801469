// DeleteImportedKeyMaterial: makes the key unusable until the same material is imported again.

import type {
  DeleteImportedKeyMaterialCommandInput,
  DeleteImportedKeyMaterialCommandOutput,
} from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { keyMaterialNotFound } from "../errors.ts";
import { dropMaterial, requireExternal } from "../imports.ts";
import { updateCustomerKey } from "../keys.ts";
import { listMaterials } from "../repo.ts";

export const deleteImportedKeyMaterial = defineOperation<
  Input<DeleteImportedKeyMaterialCommandInput>,
  DeleteImportedKeyMaterialCommandOutput
>("DeleteImportedKeyMaterial", ({ KeyId, KeyMaterialId }, context) => {
  let materialId: string | undefined;
  const { arn } = updateCustomerKey(context, KeyId, "DeleteImportedKeyMaterial", (key, tx) => {
    requireExternal(key);
    const { record, scope } = key;
    const material = listMaterials(tx, scope, record.keyId).find((each) =>
      KeyMaterialId === undefined ? each.number === record.currentMaterial : each.materialId === KeyMaterialId,
    );
    if (material === undefined && KeyMaterialId !== undefined) throw keyMaterialNotFound(KeyMaterialId, key.arn);
    if (material === undefined) return record;
    ({ materialId } = material);
    return dropMaterial(context, tx, scope, record, material);
  });
  return { KeyId: arn, ...(materialId === undefined ? {} : { KeyMaterialId: materialId }) };
});
