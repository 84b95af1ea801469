// DisableKey: keeps a key from being used.

import type { DisableKeyCommandInput, DisableKeyCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { updateCustomerKey } from "../keys.ts";

export const disableKey = defineOperation<Input<DisableKeyCommandInput>, DisableKeyCommandOutput>(
  "DisableKey",
  ({ KeyId }, context) => {
    updateCustomerKey(context, KeyId, "DisableKey", ({ record }) => ({ ...record, state: "Disabled" }));
    return {};
  },
);
