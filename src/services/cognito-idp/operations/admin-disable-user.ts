// AdminDisableUser: keeps a user from signing in.

import type {
  AdminDisableUserCommandInput,
  AdminDisableUserCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { signOutEverywhere } from "../auth/refresh.ts";
import { locateUser } from "../users/locate.ts";
import { updateUser } from "../users/users.ts";

export const adminDisableUser = defineOperation<Input<AdminDisableUserCommandInput>, AdminDisableUserCommandOutput>(
  "AdminDisableUser",
  ({ UserPoolId, Username }, context) => {
    const located = locateUser(context, UserPoolId, Username);
    updateUser(context, located, (user, tx) => {
      signOutEverywhere(context, tx, located);
      return { ...user, isEnabled: false };
    });
    return {};
  },
);
