// AdminDeleteUser: removes a user.

import type {
  AdminDeleteUserCommandInput,
  AdminDeleteUserCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { locateUser } from "../users/locate.ts";
import { removeUser } from "../repo.ts";
import { dropAliases } from "../users/users.ts";

export const adminDeleteUser = defineOperation<Input<AdminDeleteUserCommandInput>, AdminDeleteUserCommandOutput>(
  "AdminDeleteUser",
  ({ UserPoolId, Username }, context) => {
    const { scope, pool, user } = locateUser(context, UserPoolId, Username);
    context.store.write((tx) => {
      dropAliases(tx, scope, pool, user);
      removeUser(tx, scope, UserPoolId, user);
    });
    return {};
  },
);
