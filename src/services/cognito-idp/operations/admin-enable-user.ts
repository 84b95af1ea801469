// AdminEnableUser: lets a user sign in again.

import type {
  AdminEnableUserCommandInput,
  AdminEnableUserCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { locateUser } from "../users/locate.ts";
import { updateUser } from "../users/users.ts";

export const adminEnableUser = defineOperation<Input<AdminEnableUserCommandInput>, AdminEnableUserCommandOutput>(
  "AdminEnableUser",
  ({ UserPoolId, Username }, context) => {
    const located = locateUser(context, UserPoolId, Username);
    updateUser(context, located, (user) => {
      return { ...user, isEnabled: true };
    });
    return {};
  },
);
