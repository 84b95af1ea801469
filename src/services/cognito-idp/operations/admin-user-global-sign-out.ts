// AdminUserGlobalSignOut: ends all sign-ins of a user.

import type {
  AdminUserGlobalSignOutCommandInput,
  AdminUserGlobalSignOutCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { locateUser } from "../users/locate.ts";
import { signOutEverywhere } from "../auth/refresh.ts";

export const adminUserGlobalSignOut = defineOperation<
  Input<AdminUserGlobalSignOutCommandInput>,
  AdminUserGlobalSignOutCommandOutput
>("AdminUserGlobalSignOut", ({ UserPoolId, Username }, context) => {
  const located = locateUser(context, UserPoolId, Username);
  context.store.write((tx) => signOutEverywhere(context, tx, located));
  return {};
});
