// TagResource: adds tags.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { manage } from "../organization.ts";
import { changeTags, readTags } from "../tags.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  (input, context) => {
    const added = readTags(input.Tags);
    manage(context, (tx, organization) => {
      changeTags(tx, organization, input.ResourceId, (tags) => ({ ...tags, ...added }));
    });
    return {};
  },
);
