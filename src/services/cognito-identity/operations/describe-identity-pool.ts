// DescribeIdentityPool: shows a pool.

import type {
  DescribeIdentityPoolCommandInput,
  DescribeIdentityPoolCommandOutput,
} from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describePool, requirePool } from "../pools.ts";

export const describeIdentityPool = defineOperation<
  Input<DescribeIdentityPoolCommandInput>,
  DescribeIdentityPoolCommandOutput
>("DescribeIdentityPool", (input, context) => {
  return describePool(context.store.read((tx) => requirePool(tx, context, input.IdentityPoolId)));
});
