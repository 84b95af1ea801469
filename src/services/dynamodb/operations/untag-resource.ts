// UntagResource: takes tags off a table; those that it does not have are passed over.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeTags } from "../tables/tagged.ts";

/** UntagResource. */
export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  (input, context) => {
    changeTags(input.ResourceArn, context, (tags) =>
      Object.fromEntries(Object.entries(tags).filter(([key]) => !input.TagKeys.includes(key))),
    );
    return {};
  },
);
