// UpdateUserAttributes: changes attributes of whoever has signed in.

import type {
  UpdateUserAttributesCommandInput,
  UpdateUserAttributesCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { authenticate } from "../auth/access-token.ts";
import { changeAttributes } from "../users/change-attributes.ts";

export const updateUserAttributes = defineOperation<
  Input<UpdateUserAttributesCommandInput>,
  UpdateUserAttributesCommandOutput
>("UpdateUserAttributes", async ({ AccessToken, UserAttributes, ClientMetadata }, context) => {
  const holder = await authenticate(context, AccessToken);
  const { clientId, settings } = holder.client;
  const call = { isAdmin: false, writable: settings.WriteAttributes, clientId, clientMetadata: ClientMetadata };
  return { CodeDeliveryDetailsList: await changeAttributes(context, holder, UserAttributes, call) };
});
