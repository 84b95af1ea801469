// DeleteIdentityPool: removes a pool. Its identities can no longer be authenticated.

import type { DeleteIdentityPoolCommandInput, DeleteIdentityPoolCommandOutput } from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePool } from "../pools.ts";
import { removePool } from "../repo.ts";

export const deleteIdentityPool = defineOperation<
  Input<DeleteIdentityPoolCommandInput>,
  DeleteIdentityPoolCommandOutput
>("DeleteIdentityPool", (input, context) => {
  context.store.write((tx) => {
    requirePool(tx, context, input.IdentityPoolId);
    removePool(tx, context, input.IdentityPoolId);
  });
  return {};
});
