// ListResourceServers: the APIs of a pool, in pages.

import type {
  ListResourceServersCommandInput,
  ListResourceServersCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { takePage, parsePageToken } from "../../../service/pages.ts";
import { invalidParameter } from "../errors.ts";
import { requirePool } from "../pools.ts";
import { listResourceServers as allServers } from "../repo.ts";
import { showResourceServer } from "../shapes.ts";

export const listResourceServers = defineOperation<
  Input<ListResourceServersCommandInput>,
  ListResourceServersCommandOutput
>("ListResourceServers", ({ UserPoolId, MaxResults: limit = 50, NextToken }, context) => {
  const after = parsePageToken(NextToken, () => invalidParameter("Invalid pagination token."));
  const servers = context.store.read((tx) => {
    requirePool(tx, context, UserPoolId);
    return [...allServers(tx, context, UserPoolId)];
  });
  const from = after === undefined ? 0 : servers.findIndex(({ identifier }) => identifier === after) + 1;
  const page = takePage(servers.slice(from), limit, ({ identifier }) => identifier);
  return { ResourceServers: page.items.map((server) => showResourceServer(UserPoolId, server)), ...page.next };
});
