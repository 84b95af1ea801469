// UntagResource: takes tags from a key.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { updateCustomerKey } from "../keys.ts";
import { requireOwnTags } from "../tags.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  ({ KeyId, TagKeys }, context) => {
    requireOwnTags(TagKeys);
    updateCustomerKey(context, KeyId, "UntagResource", ({ record }) => ({
      ...record,
      tags: Object.fromEntries(Object.entries(record.tags).filter(([key]) => !TagKeys.includes(key))),
    }));
    return {};
  },
);
