// TagResource: adds tags to a function or an event source mapping.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { loadTags, saveTags } from "../tags.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  (input, context) => {
    context.store.write((tx) =>
      saveTags(tx, context, input.Resource, { ...loadTags(tx, context, input.Resource), ...input.Tags }),
    );
    return {};
  },
);
