// UntagResource: takes tags off a repository; keys that it does not have are ignored.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeTags } from "../tags.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  (input, context) => {
    changeTags(context, input.resourceArn, (tags) =>
      Object.fromEntries(Object.entries(tags).filter(([key]) => !input.tagKeys.includes(key))),
    );
    return {};
  },
);
