// Amazon API Gateway Management API: @connections, the backend's side of WebSocket APIs. It has no records of its own: it is here,
// because its resources are the connections of this folder's APIs. Table of contents.

import { defineService } from "../../../service/service.ts";
import { deleteConnection } from "./delete-connection.ts";
import { getConnection } from "./get-connection.ts";
import { permissions } from "./permissions.ts";
import { postToConnection } from "./post-to-connection.ts";

export const apigatewaymanagementapi = defineService({
  id: "apigatewaymanagementapi",
  operations: [deleteConnection, getConnection, postToConnection],
  permissions,
});
