// TagResource: gives a stream or a consumer tags.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeAttached } from "../resources-by-arn.ts";
import { addTags } from "../tags.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  (input, context) => {
    changeAttached(context.store, input.ResourceARN, (attached) => ({
      ...attached,
      tags: addTags(attached.tags, input.Tags),
    }));
    return {};
  },
);
