// PostToConnection: a message to a client.

import type {
  PostToConnectionCommandInput,
  PostToConnectionCommandOutput,
} from "@aws-sdk/client-apigatewaymanagementapi";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { CONNECTION_LIMITS, MOST_UNSENT_BYTES } from "../execute/websocket/limits.ts";
import { countMessageOut } from "../execute/websocket/metrics.ts";
import { limitExceeded, payloadTooLarge } from "./errors.ts";
import { requireConnection } from "./finding.ts";

/** The gateway decodes bodies to bytes. */
type PostInput = Omit<Input<PostToConnectionCommandInput>, "Data"> & { readonly Data: Uint8Array };

export const postToConnection = defineOperation<PostInput, PostToConnectionCommandOutput>(
  "PostToConnection",
  ({ ConnectionId, Data: data }, context) => {
    if (data.length > CONNECTION_LIMITS.mostMessageBytes) throw payloadTooLarge();
    const connection = requireConnection(context, ConnectionId);
    if (connection.socket.unsentBytes > MOST_UNSENT_BYTES) throw limitExceeded();
    connection.lastActiveAtMs = context.clock.nowMs();
    // AWS: messages are text, whatever they are made of.
    // A text message must be UTF-8 (RFC 6455, 5.6): bytes that are none would end the client's connection.
    connection.socket.send(Buffer.from(Buffer.from(data).toString("utf8")));
    countMessageOut(context, connection.facts);
    return {};
  },
);
