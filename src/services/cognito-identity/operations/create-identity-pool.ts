// CreateIdentityPool: makes a pool.

import type { CreateIdentityPoolCommandInput, CreateIdentityPoolCommandOutput } from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describePool, requireTags, settingsOf } from "../pools.ts";
import type { PoolRecord } from "../records.ts";
import { savePool } from "../repo.ts";

export const createIdentityPool = defineOperation<
  Input<CreateIdentityPoolCommandInput>,
  CreateIdentityPoolCommandOutput
>("CreateIdentityPool", (input, context) => {
  const pool: PoolRecord = {
    v: 1,
    poolId: `${context.region}:${context.random.uuid()}`,
    createdAtMs: context.clock.nowMs(),
    settings: settingsOf(input, context),
    tags: requireTags(input.IdentityPoolTags ?? {}),
    roles: {},
    roleMappings: {},
  };
  context.store.write((tx) => savePool(tx, context, pool));
  return describePool(pool);
});
