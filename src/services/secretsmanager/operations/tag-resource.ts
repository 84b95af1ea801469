// TagResource: adds tags to a secret.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { updateSecret } from "../secrets.ts";
import { withTags } from "../tags.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  ({ SecretId, Tags }, context) => {
    updateSecret(context, context, SecretId, ({ secret }) => ({ ...secret, tags: withTags(secret.tags, Tags) }));
    return {};
  },
);
