// AdminGetUserAuthFactors: what a user can sign in with.

import type {
  AdminGetUserAuthFactorsCommandInput,
  AdminGetUserAuthFactorsCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { firstFactorsOf } from "../auth/user-auth.ts";
import { describeFactors } from "../mfa.ts";
import { locateUser } from "../users/locate.ts";

export const adminGetUserAuthFactors = defineOperation<
  Input<AdminGetUserAuthFactorsCommandInput>,
  AdminGetUserAuthFactorsCommandOutput
>("AdminGetUserAuthFactors", ({ UserPoolId, Username }, context) => {
  const { pool, user } = locateUser(context, UserPoolId, Username);
  return {
    Username: user.username,
    ...describeFactors(user),
    ConfiguredUserAuthFactors: firstFactorsOf(pool, user),
  };
});
