// DescribeResourceServer: an API and its scopes.

import type {
  DescribeResourceServerCommandInput,
  DescribeResourceServerCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePool } from "../pools.ts";
import { requireResourceServer } from "../resource-servers.ts";
import { showResourceServer } from "../shapes.ts";

export const describeResourceServer = defineOperation<
  Input<DescribeResourceServerCommandInput>,
  DescribeResourceServerCommandOutput
>("DescribeResourceServer", ({ UserPoolId, Identifier }, context) =>
  context.store.read((tx) => {
    requirePool(tx, context, UserPoolId);
    const server = requireResourceServer(tx, context, UserPoolId, Identifier);
    return { ResourceServer: showResourceServer(UserPoolId, server) };
  }),
);
