// UntagResource: takes tags from a pipe; those that are not there are no error.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-pipes";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeTags } from "../tags.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  (input, context) => {
    changeTags(context.store, input.resourceArn, (tags) =>
      Object.fromEntries(Object.entries(tags).filter(([key]) => !input.tagKeys.includes(key))),
    );
    return {};
  },
);
