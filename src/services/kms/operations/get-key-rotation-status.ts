// GetKeyRotationStatus: whether the key gets new material by itself, and when next.

import type { GetKeyRotationStatusCommandInput, GetKeyRotationStatusCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireKey } from "../keys.ts";
import { loadFamily, loadKey } from "../repo.ts";
import { requireRotatable } from "../rotation-rules.ts";
import { isDeleting } from "../states.ts";

export const getKeyRotationStatus = defineOperation<
  Input<GetKeyRotationStatusCommandInput>,
  GetKeyRotationStatusCommandOutput
>("GetKeyRotationStatus", ({ KeyId }, context) =>
  context.store.read((tx) => {
    const key = requireKey(context, KeyId, "GetKeyRotationStatus", { isById: true }, tx);
    requireRotatable(key);
    const { record, scope } = key;
    // AWS: automatic rotation is a shared property: a replica shows its primary key's.
    const family = record.isMultiRegion ? loadFamily(tx, scope, record.keyId) : undefined;
    const home = { account: scope.account, region: (family?.primaryRegion ?? scope.region) as typeof scope.region };
    const rotation = loadKey(tx, home, record.keyId)?.rotation;
    // AWS: "While a KMS key is pending deletion, its key rotation status is false".
    const isEnabled = rotation !== undefined && !isDeleting(record);
    return {
      KeyId: record.keyId,
      KeyRotationEnabled: isEnabled,
      ...(isEnabled
        ? { RotationPeriodInDays: rotation.periodDays, NextRotationDate: new Date(rotation.nextAtMs) }
        : {}),
    };
  }),
);
