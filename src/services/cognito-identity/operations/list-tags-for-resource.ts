// ListTagsForResource: the tags of a pool.

import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
} from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { poolIdOf, requirePool } from "../pools.ts";

export const listTagsForResource = defineOperation<
  Input<ListTagsForResourceCommandInput>,
  ListTagsForResourceCommandOutput
>("ListTagsForResource", (input, context) => {
  const poolId = poolIdOf(context, input.ResourceArn);
  return { Tags: { ...context.store.read((tx) => requirePool(tx, context, poolId)).tags } };
});
