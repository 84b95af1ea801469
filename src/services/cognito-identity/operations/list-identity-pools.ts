// ListIdentityPools: the pools of the account in the Region, in pages.

import type { ListIdentityPoolsCommandInput, ListIdentityPoolsCommandOutput } from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { parsePageToken, takePage } from "../../../service/pages.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter } from "../errors.ts";
import { listPools } from "../repo.ts";

export const listIdentityPools = defineOperation<Input<ListIdentityPoolsCommandInput>, ListIdentityPoolsCommandOutput>(
  "ListIdentityPools",
  (input, context) => {
    const after = parsePageToken(input.NextToken, () => invalidParameter("Invalid NextToken"));
    return context.store.read((tx) => {
      const pools = [...listPools(tx, context)].filter(({ poolId }) => after === undefined || poolId > after);
      const { items, next } = takePage(pools, input.MaxResults, ({ poolId }) => poolId);
      return {
        IdentityPools: items.map(({ poolId, settings }) => ({
          IdentityPoolId: poolId,
          IdentityPoolName: settings.IdentityPoolName,
        })),
        ...next,
      };
    });
  },
);
