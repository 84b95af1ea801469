// ListUserPoolClients: the applications of a pool, in pages.

import type {
  ListUserPoolClientsCommandInput,
  ListUserPoolClientsCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { takePage, parsePageToken } from "../../../service/pages.ts";
import { invalidParameter } from "../errors.ts";
import { requirePool } from "../pools.ts";
import { listClients } from "../repo.ts";

export const listUserPoolClients = defineOperation<
  Input<ListUserPoolClientsCommandInput>,
  ListUserPoolClientsCommandOutput
>("ListUserPoolClients", ({ UserPoolId, MaxResults: limit = 60, NextToken }, context) => {
  const after = parsePageToken(NextToken, () => invalidParameter("Invalid pagination token."));
  const clients = context.store.read((tx) => {
    requirePool(tx, context, UserPoolId);
    return [...listClients(tx, context, UserPoolId)];
  });
  const from = after === undefined ? 0 : clients.findIndex(({ clientId }) => clientId === after) + 1;
  const page = takePage(clients.slice(from), limit, ({ clientId }) => clientId);
  return {
    UserPoolClients: page.items.map(({ clientId, settings }) => ({
      ClientId: clientId,
      UserPoolId,
      ClientName: settings.ClientName,
    })),
    ...page.next,
  };
});
