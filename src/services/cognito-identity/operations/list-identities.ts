// ListIdentities: the identities of a pool, in pages.

import type { ListIdentitiesCommandInput, ListIdentitiesCommandOutput } from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { parsePageToken, takePage } from "../../../service/pages.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter } from "../errors.ts";
import { identityView } from "../identities.ts";
import { requirePool } from "../pools.ts";
import { identitiesOf } from "../repo.ts";

export const listIdentities = defineOperation<Input<ListIdentitiesCommandInput>, ListIdentitiesCommandOutput>(
  "ListIdentities",
  (input, context) => {
    const after = parsePageToken(input.NextToken, () => invalidParameter("Invalid NextToken"));
    return context.store.read((tx) => {
      const pool = requirePool(tx, context, input.IdentityPoolId);
      const shown = function* () {
        for (const identity of identitiesOf(tx, context, pool.poolId, after))
          if (input.HideDisabled !== true || !identity.isDisabled) yield identity;
      };
      const { items, next } = takePage(shown(), input.MaxResults, ({ identityId }) => identityId);
      return {
        IdentityPoolId: pool.poolId,
        Identities: items.map((identity) => identityView(pool, identity)),
        ...next,
      };
    });
  },
);
