// UntagResource: removes tags of what an ARN names.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireTagged } from "../tags.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  (input, context) => {
    context.store.write((tx) => {
      const tagged = requireTagged(tx, context, input.resourceArn);
      const kept = Object.entries(tagged.tags).filter(([name]) => !input.tagKeys.includes(name));
      tagged.save(tx, Object.fromEntries(kept));
    });
    return {};
  },
);
