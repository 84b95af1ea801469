// ListConnections: the connections of an account and region.

import type { ListConnectionsCommandInput, ListConnectionsCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeConnection } from "../destinations/require.ts";
import { parsePageToken, takePage, withPrefix } from "../pages.ts";
import { list } from "../repo.ts";

export const listConnections = defineOperation<Input<ListConnectionsCommandInput>, ListConnectionsCommandOutput>(
  "ListConnections",
  (input, context) => {
    const after = parsePageToken(input.NextToken);
    const { items, next } = context.store.read((tx) => {
      const connections = [...withPrefix(list(tx, context, "connection", after), input.NamePrefix)];
      const { ConnectionState: state } = input;
      return takePage(
        connections.filter((one) => state === undefined || one.state === state),
        input.Limit,
      );
    });
    return { Connections: items.map((connection) => describeConnection(context, connection)), ...next };
  },
);
