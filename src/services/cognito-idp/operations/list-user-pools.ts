// ListUserPools: the pools of the account in the Region, in pages.

import type { ListUserPoolsCommandInput, ListUserPoolsCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { takePage, parsePageToken } from "../../../service/pages.ts";
import { invalidParameter } from "../errors.ts";
import { listPools } from "../repo.ts";

export const listUserPools = defineOperation<Input<ListUserPoolsCommandInput>, ListUserPoolsCommandOutput>(
  "ListUserPools",
  ({ MaxResults, NextToken }, context) => {
    const after = parsePageToken(NextToken, () => invalidParameter("Invalid pagination token."));
    const pools = context.store.read((tx) => [...listPools(tx, context)]);
    const from = after === undefined ? 0 : pools.findIndex(({ poolId }) => poolId === after) + 1;
    const page = takePage(pools.slice(from), MaxResults, ({ poolId }) => poolId);
    return {
      UserPools: page.items.map((pool) => ({
        Id: pool.poolId,
        Name: pool.name,
        LambdaConfig: pool.settings.LambdaConfig ?? {},
        CreationDate: new Date(pool.createdAtMs),
        LastModifiedDate: new Date(pool.modifiedAtMs),
      })),
      ...page.next,
    };
  },
);
