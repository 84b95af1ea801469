// TagResource: sets tags of a table, beside those that it has.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { checkTagCount, parseTags } from "../tables/tags.ts";
import { changeTags } from "../tables/tagged.ts";

/** TagResource. */
export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  (input, context) => {
    const added = parseTags(input.Tags);
    changeTags(input.ResourceArn, context, (tags) => {
      const all = { ...tags, ...added };
      checkTagCount(all);
      return all;
    });
    return {};
  },
);
