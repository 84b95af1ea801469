// UntagResource: removes tags from a secret; those that are not there are no error.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { updateSecret } from "../secrets.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  ({ SecretId, TagKeys }, context) => {
    updateSecret(context, context, SecretId, ({ secret }) => ({
      ...secret,
      tags: Object.fromEntries(Object.entries(secret.tags).filter(([key]) => !TagKeys.includes(key))),
    }));
    return {};
  },
);
