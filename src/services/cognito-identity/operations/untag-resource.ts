// UntagResource: takes tags from a pool.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { poolIdOf, updatePool } from "../pools.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  (input, context) => {
    updatePool(context, poolIdOf(context, input.ResourceArn), (pool) => ({
      ...pool,
      tags: Object.fromEntries(Object.entries(pool.tags).filter(([key]) => !input.TagKeys.includes(key))),
    }));
    return {};
  },
);
