// UntagResource: takes tags from a stream or a consumer; those that are not there are no error.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeAttached } from "../resources-by-arn.ts";
import { removeTags } from "../tags.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  (input, context) => {
    changeAttached(context.store, input.ResourceARN, (attached) => ({
      ...attached,
      tags: removeTags(attached.tags, input.TagKeys),
    }));
    return {};
  },
);
