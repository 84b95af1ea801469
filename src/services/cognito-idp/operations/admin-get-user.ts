// AdminGetUser: a user, with all attributes.

import type { AdminGetUserCommandInput, AdminGetUserCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { locateUser } from "../users/locate.ts";
import { attributeList } from "../attributes.ts";
import { describeFactors } from "../mfa.ts";
import { describeUser, shownAttributes } from "../users/users.ts";

export const adminGetUser = defineOperation<Input<AdminGetUserCommandInput>, AdminGetUserCommandOutput>(
  "AdminGetUser",
  ({ UserPoolId, Username }, context) => {
    const { user } = locateUser(context, UserPoolId, Username);
    const { Attributes: _, ...shown } = describeUser(user);
    return {
      ...shown,
      Username: user.username,
      UserAttributes: attributeList(shownAttributes(user)),
      ...describeFactors(user),
    };
  },
);
