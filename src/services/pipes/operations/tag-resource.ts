// TagResource: gives a pipe tags.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-pipes";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeTags } from "../tags.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  (input, context) => {
    changeTags(context.store, input.resourceArn, (tags) => ({ ...tags, ...input.tags }));
    return {};
  },
);
