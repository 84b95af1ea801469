// AdminUpdateUserAttributes: changes attributes of a user.

import type {
  AdminUpdateUserAttributesCommandInput,
  AdminUpdateUserAttributesCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { locateUser } from "../users/locate.ts";
import { changeAttributes } from "../users/change-attributes.ts";

export const adminUpdateUserAttributes = defineOperation<
  Input<AdminUpdateUserAttributesCommandInput>,
  AdminUpdateUserAttributesCommandOutput
>("AdminUpdateUserAttributes", async ({ UserPoolId, Username, UserAttributes, ClientMetadata }, context) => {
  const located = locateUser(context, UserPoolId, Username);
  await changeAttributes(context, located, UserAttributes, { isAdmin: true, clientMetadata: ClientMetadata });
  return {};
});
