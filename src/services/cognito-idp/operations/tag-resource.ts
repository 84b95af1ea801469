// TagResource: adds tags to a pool.

import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { poolIdOfArn } from "../arns.ts";
import { updatePool } from "../pools.ts";
import { requireTags } from "../tags.ts";

export const tagResource = defineOperation<Input<TagResourceCommandInput>, TagResourceCommandOutput>(
  "TagResource",
  ({ ResourceArn, Tags }, context) => {
    updatePool(context, poolIdOfArn(ResourceArn, context), (pool) => ({
      ...pool,
      tags: requireTags({ ...pool.tags, ...Tags }),
    }));
    return {};
  },
);
