// EnableKey: lets a key be used again.

import type { EnableKeyCommandInput, EnableKeyCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { updateCustomerKey } from "../keys.ts";

export const enableKey = defineOperation<Input<EnableKeyCommandInput>, EnableKeyCommandOutput>(
  "EnableKey",
  ({ KeyId }, context) => {
    updateCustomerKey(context, KeyId, "EnableKey", ({ record }) => ({ ...record, state: "Enabled" }));
    return {};
  },
);
