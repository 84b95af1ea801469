// UntagResource: removes tags.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { manage } from "../organization.ts";
import { changeTags } from "../tags.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  (input, context) => {
    const removed = new Set(input.TagKeys);
    manage(context, (tx, organization) => {
      changeTags(tx, organization, input.ResourceId, (tags) =>
        Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.has(key))),
      );
    });
    return {};
  },
);
