// UntagResource: takes tags from a machine or an activity; those that are not there are no error.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeTags } from "../tagged.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  ({ resourceArn, tagKeys }, context) => {
    context.store.write((tx) =>
      changeTags(tx, context, resourceArn, (present) =>
        Object.fromEntries(Object.entries(present).filter(([key]) => !tagKeys.includes(key))),
      ),
    );
    return {};
  },
);
