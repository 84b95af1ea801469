// DescribeIdentity: an identity, with its logins' providers.

import type { DescribeIdentityCommandInput, DescribeIdentityCommandOutput } from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { identityNotFound } from "../errors.ts";
import { identityView } from "../identities.ts";
import { findIdentity } from "../pools.ts";

export const describeIdentity = defineOperation<Input<DescribeIdentityCommandInput>, DescribeIdentityCommandOutput>(
  "DescribeIdentity",
  (input, context) => {
    const { scope, pool, identity } = findIdentity(context, input.IdentityId);
    if (scope.account !== context.account || scope.region !== context.region) throw identityNotFound(input.IdentityId);
    return identityView(pool, identity);
  },
);
