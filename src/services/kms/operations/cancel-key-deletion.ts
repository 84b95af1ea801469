// CancelKeyDeletion: keeps a key that was to be deleted. It comes back disabled.

import type { CancelKeyDeletionCommandInput, CancelKeyDeletionCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { cancelDeletion } from "../deletion.ts";
import { updateCustomerKey } from "../keys.ts";

export const cancelKeyDeletion = defineOperation<Input<CancelKeyDeletionCommandInput>, CancelKeyDeletionCommandOutput>(
  "CancelKeyDeletion",
  ({ KeyId }, context) => {
    const { arn } = updateCustomerKey(context, KeyId, "CancelKeyDeletion", (key, tx) =>
      cancelDeletion(context, tx, key),
    );
    return { KeyId: arn };
  },
);
