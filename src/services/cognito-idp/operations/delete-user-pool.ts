// DeleteUserPool: removes a pool with its clients, users and groups.

import type {
  DeleteUserPoolCommandInput,
  DeleteUserPoolCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { deletionProtected, invalidParameter } from "../errors.ts";
import { requirePool } from "../pools.ts";
import { removePool } from "../repo.ts";

export const deleteUserPool = defineOperation<Input<DeleteUserPoolCommandInput>, DeleteUserPoolCommandOutput>(
  "DeleteUserPool",
  ({ UserPoolId }, context) => {
    context.store.write((tx) => {
      const pool = requirePool(tx, context, UserPoolId);
      if (pool.settings.DeletionProtection === "ACTIVE") throw deletionProtected();
      if (pool.domain !== undefined || pool.customDomain !== undefined)
        throw invalidParameter("User pool cannot be deleted. It has a domain configured that should be deleted first.");
      removePool(tx, context, pool);
    });
    return {};
  },
);
