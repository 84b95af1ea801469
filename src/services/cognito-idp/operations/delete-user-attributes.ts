// DeleteUserAttributes: takes attributes from whoever has signed in.

import type {
  DeleteUserAttributesCommandInput,
  DeleteUserAttributesCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { authenticate } from "../auth/access-token.ts";
import { deleteAttributes } from "../users/change-attributes.ts";

export const deleteUserAttributes = defineOperation<
  Input<DeleteUserAttributesCommandInput>,
  DeleteUserAttributesCommandOutput
>("DeleteUserAttributes", async ({ AccessToken, UserAttributeNames }, context) => {
  deleteAttributes(context, await authenticate(context, AccessToken), UserAttributeNames);
  return {};
});
