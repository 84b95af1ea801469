// UpdateIdentityPool: replaces the settings of a pool; what is not given is taken away. Tags that are given replace the tags.

import type { UpdateIdentityPoolCommandInput, UpdateIdentityPoolCommandOutput } from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describePool, requireTags, settingsOf, updatePool } from "../pools.ts";

export const updateIdentityPool = defineOperation<
  Input<UpdateIdentityPoolCommandInput>,
  UpdateIdentityPoolCommandOutput
>("UpdateIdentityPool", (input, context) => {
  const settings = settingsOf(input, context);
  const tags = input.IdentityPoolTags === undefined ? undefined : requireTags(input.IdentityPoolTags);
  return describePool(
    updatePool(context, input.IdentityPoolId, (pool) => ({ ...pool, settings, ...(tags !== undefined && { tags }) })),
  );
});
