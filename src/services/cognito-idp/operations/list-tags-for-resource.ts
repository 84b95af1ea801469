// ListTagsForResource: the tags of a pool.

import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { poolIdOfArn } from "../arns.ts";
import { requirePool } from "../pools.ts";

export const listTagsForResource = defineOperation<
  Input<ListTagsForResourceCommandInput>,
  ListTagsForResourceCommandOutput
>("ListTagsForResource", ({ ResourceArn }, context) => {
  const poolId = poolIdOfArn(ResourceArn, context);
  return { Tags: { ...context.store.read((tx) => requirePool(tx, context, poolId)).tags } };
});
