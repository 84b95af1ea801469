// UntagResource: takes tags from a rule or a bus.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { updateTags } from "../tags.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  (input, context) => {
    const isKept = ([key]: [string, string]): boolean => !input.TagKeys.includes(key);
    context.store.write((tx) =>
      updateTags(tx, context, input.ResourceARN, (tags) => Object.fromEntries(Object.entries(tags).filter(isKept))),
    );
    return {};
  },
);
