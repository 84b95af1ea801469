// DeleteUser: removes whoever has signed in.

import type { DeleteUserCommandInput, DeleteUserCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { authenticate } from "../auth/access-token.ts";
import { removeUser } from "../repo.ts";
import { dropAliases } from "../users/users.ts";

export const deleteUser = defineOperation<Input<DeleteUserCommandInput>, DeleteUserCommandOutput>(
  "DeleteUser",
  async ({ AccessToken }, context) => {
    const { scope, pool, user } = await authenticate(context, AccessToken);
    context.store.write((tx) => {
      dropAliases(tx, scope, pool, user);
      removeUser(tx, scope, pool.poolId, user);
    });
    return {};
  },
);
