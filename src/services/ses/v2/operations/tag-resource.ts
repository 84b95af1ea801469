// TagResource: adds tags to a resource of SES's.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { readTags } from "../shapes.ts";
import { changeTags } from "../tagged.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  (input, context) => {
    const added = readTags(input.Tags);
    changeTags(context, input.ResourceArn, (tags) => ({ ...tags, ...added }));
    return {};
  },
);
