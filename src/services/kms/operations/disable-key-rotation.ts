// DisableKeyRotation: no new material by itself.

import type { DisableKeyRotationCommandInput, DisableKeyRotationCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { updateCustomerKey } from "../keys.ts";
import { requireAutomatic } from "../rotation-rules.ts";
import { stopRotation } from "../rotation.ts";

export const disableKeyRotation = defineOperation<
  Input<DisableKeyRotationCommandInput>,
  DisableKeyRotationCommandOutput
>("DisableKeyRotation", ({ KeyId }, context) => {
  updateCustomerKey(context, KeyId, "DisableKeyRotation", (key, tx) => {
    requireAutomatic(tx, key);
    const { rotation, ...record } = key.record;
    stopRotation(context, tx, rotation);
    return record;
  });
  return {};
});
