// TagResource: adds tags to a repository, or gives those that are there other values.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeTags, readTags } from "../tags.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  (input, context) => {
    changeTags(context, input.resourceArn, (tags) => readTags(input.tags, tags));
    return {};
  },
);
