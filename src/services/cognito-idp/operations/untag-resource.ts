// UntagResource: removes tags from a pool.

import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { poolIdOfArn } from "../arns.ts";
import { updatePool } from "../pools.ts";

export const untagResource = defineOperation<Input<UntagResourceCommandInput>, UntagResourceCommandOutput>(
  "UntagResource",
  ({ ResourceArn, TagKeys }, context) => {
    updatePool(context, poolIdOfArn(ResourceArn, context), (pool) => ({
      ...pool,
      tags: Object.fromEntries(Object.entries(pool.tags).filter(([key]) => !TagKeys.includes(key))),
    }));
    return {};
  },
);
