// AdminDeleteUserAttributes: takes attributes from a user.

import type {
  AdminDeleteUserAttributesCommandInput,
  AdminDeleteUserAttributesCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { locateUser } from "../users/locate.ts";
import { deleteAttributes } from "../users/change-attributes.ts";

export const adminDeleteUserAttributes = defineOperation<
  Input<AdminDeleteUserAttributesCommandInput>,
  AdminDeleteUserAttributesCommandOutput
>("AdminDeleteUserAttributes", ({ UserPoolId, Username, UserAttributeNames }, context) => {
  deleteAttributes(context, locateUser(context, UserPoolId, Username), UserAttributeNames);
  return {};
});
