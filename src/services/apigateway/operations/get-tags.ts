// GetTags: the tags of what an ARN names.

import type { GetTagsCommandInput, GetTagsCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireTagged } from "../tags.ts";

export const getTags = defineOperation<Input<GetTagsCommandInput>, GetTagsCommandOutput>(
  "GetTags",
  (input, context) => {
    return { tags: { ...context.store.read((tx) => requireTagged(tx, context, input.resourceArn)).tags } };
  },
);
