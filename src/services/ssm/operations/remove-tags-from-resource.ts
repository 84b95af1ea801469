// RemoveTagsFromResource: takes tags off a parameter; keys that it does not have are ignored.

import type { RemoveTagsFromResourceCommandInput, RemoveTagsFromResourceCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { updateTags } from "../tagging.ts";

export const removeTagsFromResource = defineOperation<
  Input<RemoveTagsFromResourceCommandInput>,
  RemoveTagsFromResourceCommandOutput
>("RemoveTagsFromResource", (input, context) => {
  updateTags(context, input, (tags) =>
    Object.fromEntries(Object.entries(tags).filter(([key]) => !input.TagKeys.includes(key))),
  );
  return {};
});
