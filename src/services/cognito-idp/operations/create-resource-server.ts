// CreateResourceServer: makes an API of the customer whose scopes tokens can have.

import type {
  CreateResourceServerCommandInput,
  CreateResourceServerCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePool } from "../pools.ts";
import { invalidParameter } from "../errors.ts";
import { loadResourceServer, saveResourceServer } from "../repo.ts";
import { showResourceServer } from "../shapes.ts";

export const createResourceServer = defineOperation<
  Input<CreateResourceServerCommandInput>,
  CreateResourceServerCommandOutput
>("CreateResourceServer", ({ UserPoolId, Identifier, Name, Scopes = [] }, context) =>
  context.store.write((tx) => {
    requirePool(tx, context, UserPoolId);
    if (loadResourceServer(tx, context, UserPoolId, Identifier) !== undefined)
      throw invalidParameter(`${Identifier} already exists in user pool ${UserPoolId}.`);
    const scopes = Scopes.map(({ ScopeName, ScopeDescription }) => ({
      name: ScopeName,
      description: ScopeDescription,
    }));
    const server = { v: 1 as const, identifier: Identifier, name: Name, scopes };
    saveResourceServer(tx, context, UserPoolId, server);
    return { ResourceServer: showResourceServer(UserPoolId, server) };
  }),
);
