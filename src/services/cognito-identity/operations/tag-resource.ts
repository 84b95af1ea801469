// TagResource: sets tags of a pool.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { poolIdOf, requireTags, updatePool } from "../pools.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  (input, context) => {
    updatePool(context, poolIdOf(context, input.ResourceArn), (pool) => ({
      ...pool,
      tags: requireTags({ ...pool.tags, ...input.Tags }),
    }));
    return {};
  },
);
