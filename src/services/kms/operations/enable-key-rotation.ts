// EnableKeyRotation: a new material every so many days.

import type { EnableKeyRotationCommandInput, EnableKeyRotationCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { updateCustomerKey } from "../keys.ts";
import { requireAutomatic } from "../rotation-rules.ts";
import { startRotation, stopRotation } from "../rotation.ts";

export const enableKeyRotation = defineOperation<Input<EnableKeyRotationCommandInput>, EnableKeyRotationCommandOutput>(
  "EnableKeyRotation",
  ({ KeyId, RotationPeriodInDays }, context) => {
    updateCustomerKey(context, KeyId, "EnableKeyRotation", (key, tx) => {
      requireAutomatic(tx, key);
      const { record, scope } = key;
      const periodDays = RotationPeriodInDays ?? record.rotation?.periodDays ?? 365;
      // AWS: the period counts from when rotation was enabled, or its period changed.
      if (record.rotation?.periodDays === periodDays) return record;
      stopRotation(context, tx, record.rotation);
      return { ...record, rotation: startRotation(context, tx, scope, record.keyId, periodDays) };
    });
    return {};
  },
);
