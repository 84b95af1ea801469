// DeleteUserPoolClient: removes an application.

import type {
  DeleteUserPoolClientCommandInput,
  DeleteUserPoolClientCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireClient, requirePool } from "../pools.ts";
import { removeClient } from "../repo.ts";

export const deleteUserPoolClient = defineOperation<
  Input<DeleteUserPoolClientCommandInput>,
  DeleteUserPoolClientCommandOutput
>("DeleteUserPoolClient", ({ UserPoolId, ClientId }, context) => {
  context.store.write((tx) => {
    requirePool(tx, context, UserPoolId);
    removeClient(tx, context, requireClient(tx, context, UserPoolId, ClientId));
  });
  return {};
});
