// UpdateKeyDescription: says anew what a key is for.

import type { UpdateKeyDescriptionCommandInput, UpdateKeyDescriptionCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { updateCustomerKey } from "../keys.ts";

export const updateKeyDescription = defineOperation<
  Input<UpdateKeyDescriptionCommandInput>,
  UpdateKeyDescriptionCommandOutput
>("UpdateKeyDescription", ({ KeyId, Description }, context) => {
  updateCustomerKey(context, KeyId, "UpdateKeyDescription", ({ record }) => ({ ...record, description: Description }));
  return {};
});
