// DescribeUserPoolClient: all that is known of an application, its secret included.

import type {
  DescribeUserPoolClientCommandInput,
  DescribeUserPoolClientCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireClient, requirePool } from "../pools.ts";
import { describeClient } from "../shapes.ts";

export const describeUserPoolClient = defineOperation<
  Input<DescribeUserPoolClientCommandInput>,
  DescribeUserPoolClientCommandOutput
>("DescribeUserPoolClient", ({ UserPoolId, ClientId }, context) =>
  context.store.read((tx) => {
    requirePool(tx, context, UserPoolId);
    return { UserPoolClient: describeClient(requireClient(tx, context, UserPoolId, ClientId)) };
  }),
);
