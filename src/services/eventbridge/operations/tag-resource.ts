// TagResource: adds tags to a rule or a bus.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseTags, updateTags } from "../tags.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  (input, context) => {
    context.store.write((tx) =>
      updateTags(tx, context, input.ResourceARN, (tags) => ({ ...tags, ...parseTags(input.Tags) })),
    );
    return {};
  },
);
