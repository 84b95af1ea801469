// TagResource: adds tags to a machine or an activity, or gives those that are there other values.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeTags } from "../tagged.ts";
import { addTags } from "../tags.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  ({ resourceArn, tags }, context) => {
    context.store.write((tx) => changeTags(tx, context, resourceArn, (present) => addTags(present, tags, resourceArn)));
    return {};
  },
);
