// UntagResource: removes tags; those that are not there are not missed.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireOwnArn } from "../names.ts";
import { changeTags } from "../tags.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  (input, context) => {
    requireOwnArn(input.ResourceArn);
    changeTags(context, input.ResourceArn, (tags) =>
      Object.fromEntries(Object.entries(tags).filter(([key]) => !input.TagKeys.includes(key))),
    );
    return {};
  },
);
