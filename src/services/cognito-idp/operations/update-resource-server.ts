// UpdateResourceServer: changes the name and the scopes of an API.

import type {
  UpdateResourceServerCommandInput,
  UpdateResourceServerCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePool } from "../pools.ts";
import { requireResourceServer } from "../resource-servers.ts";
import { saveResourceServer } from "../repo.ts";
import { showResourceServer } from "../shapes.ts";

export const updateResourceServer = defineOperation<
  Input<UpdateResourceServerCommandInput>,
  UpdateResourceServerCommandOutput
>("UpdateResourceServer", ({ UserPoolId, Identifier, Name, Scopes = [] }, context) =>
  context.store.write((tx) => {
    requirePool(tx, context, UserPoolId);
    const server = requireResourceServer(tx, context, UserPoolId, Identifier);
    const scopes = Scopes.map(({ ScopeName, ScopeDescription }) => ({
      name: ScopeName,
      description: ScopeDescription,
    }));
    const changed = { ...server, name: Name, scopes };
    saveResourceServer(tx, context, UserPoolId, changed);
    return { ResourceServer: showResourceServer(UserPoolId, changed) };
  }),
);
