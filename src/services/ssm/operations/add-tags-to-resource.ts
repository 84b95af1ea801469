// AddTagsToResource: adds tags to a parameter, or gives those that are there other values.

import type { AddTagsToResourceCommandInput, AddTagsToResourceCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { updateTags } from "../tagging.ts";
import { parseTags } from "../tags.ts";

export const addTagsToResource = defineOperation<Input<AddTagsToResourceCommandInput>, AddTagsToResourceCommandOutput>(
  "AddTagsToResource",
  (input, context) => {
    const added = parseTags(input.Tags);
    updateTags(context, input, (tags) => ({ ...tags, ...added }));
    return {};
  },
);
