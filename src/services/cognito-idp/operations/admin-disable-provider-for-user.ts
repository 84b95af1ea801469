// AdminDisableProviderForUser: takes a way of signing in from a user.

import type {
  AdminDisableProviderForUserCommandInput,
  AdminDisableProviderForUserCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { disableAccount } from "../federation/links.ts";

export const adminDisableProviderForUser = defineOperation<
  Input<AdminDisableProviderForUserCommandInput>,
  AdminDisableProviderForUserCommandOutput
>("AdminDisableProviderForUser", ({ UserPoolId, User }, context) => {
  disableAccount(context, UserPoolId, User);
  return {};
});
