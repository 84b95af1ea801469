// GetId: the identity of whoever signed in, or a new one.

import type { GetIdCommandInput, GetIdCommandOutput } from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { poolNotFound } from "../errors.ts";
import { identify } from "../identities.ts";
import { proveLogins } from "../logins.ts";
import { findPool } from "../pools.ts";
import type { IdentityRecord } from "../records.ts";

export const getId = defineOperation<Input<GetIdCommandInput>, GetIdCommandOutput>("GetId", async (input, context) => {
  const located = findPool(context, input.IdentityPoolId);
  // AWS: AccountId: the account that has the pool.
  if (input.AccountId !== undefined && input.AccountId !== located.scope.account)
    throw poolNotFound(input.IdentityPoolId);
  const logins = await proveLogins(context, located, input.Logins);
  const { identityId } = context.store.write<IdentityRecord>((tx) => identify(tx, context, located, logins));
  return { IdentityId: identityId };
});
