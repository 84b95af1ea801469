// DeleteResourceServer: removes an API.

import type {
  DeleteResourceServerCommandInput,
  DeleteResourceServerCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePool } from "../pools.ts";
import { requireResourceServer } from "../resource-servers.ts";
import { removeResourceServer } from "../repo.ts";

export const deleteResourceServer = defineOperation<
  Input<DeleteResourceServerCommandInput>,
  DeleteResourceServerCommandOutput
>("DeleteResourceServer", ({ UserPoolId, Identifier }, context) => {
  context.store.write((tx) => {
    requirePool(tx, context, UserPoolId);
    requireResourceServer(tx, context, UserPoolId, Identifier);
    removeResourceServer(tx, context, UserPoolId, Identifier);
  });
  return {};
});
