// DescribeUserPool: all that is known of a pool.

import type {
  DescribeUserPoolCommandInput,
  DescribeUserPoolCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePool } from "../pools.ts";
import { userCountOf } from "../repo.ts";
import { describePool } from "../shapes.ts";

export const describeUserPool = defineOperation<Input<DescribeUserPoolCommandInput>, DescribeUserPoolCommandOutput>(
  "DescribeUserPool",
  ({ UserPoolId }, context) =>
    context.store.read((tx) => {
      const pool = requirePool(tx, context, UserPoolId);
      return { UserPool: describePool(context, pool, userCountOf(tx, context, UserPoolId)) };
    }),
);
