// AdminLinkProviderForUser: lets an account at another provider sign in as a user.

import type {
  AdminLinkProviderForUserCommandInput,
  AdminLinkProviderForUserCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { linkAccount } from "../federation/links.ts";

export const adminLinkProviderForUser = defineOperation<
  Input<AdminLinkProviderForUserCommandInput>,
  AdminLinkProviderForUserCommandOutput
>("AdminLinkProviderForUser", ({ UserPoolId, DestinationUser, SourceUser }, context) => {
  linkAccount(context, UserPoolId, DestinationUser, SourceUser);
  return {};
});
