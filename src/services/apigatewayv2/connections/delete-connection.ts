// DeleteConnection: says goodbye to a client.

import type {
  DeleteConnectionCommandInput,
  DeleteConnectionCommandOutput,
} from "@aws-sdk/client-apigatewaymanagementapi";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { liveConnections } from "../execute/websocket/live-connections.ts";
import { requireConnection } from "./finding.ts";

export const deleteConnection = defineOperation<Input<DeleteConnectionCommandInput>, DeleteConnectionCommandOutput>(
  "DeleteConnection",
  ({ ConnectionId }, context) => {
    const { socket } = requireConnection(context, ConnectionId);
    // From here on it is gone for all who ask, also while the client takes its time to answer.
    liveConnections(context).delete(ConnectionId);
    // AWS: closed with 1000, and the $disconnect route is told "Connection Closed Normally" (boto3 issue 3789).
    socket.close(1000, "Connection Closed Normally");
    return {};
  },
);
