// UntagResource: takes tags away.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { loadTags, saveTags } from "../tags.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  (input, context) => {
    context.store.write((tx) => {
      const kept = Object.entries(loadTags(tx, context, input.Resource)).filter(
        ([key]) => !input.TagKeys.includes(key),
      );
      saveTags(tx, context, input.Resource, Object.fromEntries(kept));
    });
    return {};
  },
);
