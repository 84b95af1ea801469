// AdminDeleteSoftwareToken: forgets a user's authenticator app, so that another can be set up.

import type {
  AdminDeleteSoftwareTokenCommandInput,
  AdminDeleteSoftwareTokenCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { userNotConfirmed } from "../errors.ts";
import { locateUser } from "../users/locate.ts";
import { updateUser } from "../users/users.ts";

export const adminDeleteSoftwareToken = defineOperation<
  Input<AdminDeleteSoftwareTokenCommandInput>,
  AdminDeleteSoftwareTokenCommandOutput
>("AdminDeleteSoftwareToken", ({ UserPoolId, Username }, context) => {
  const located = locateUser(context, UserPoolId, Username);
  if (located.user.status === "UNCONFIRMED") throw userNotConfirmed();
  updateUser(context, located, (user) => {
    const { softwareToken: _, ...rest } = user;
    return { ...rest, factors: user.factors.filter((factor) => factor !== "SOFTWARE_TOKEN_MFA") };
  });
  return {};
});
