// DeleteConnection: removes a connection.

import type { DeleteConnectionCommandInput, DeleteConnectionCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeConnection, requireConnection } from "../destinations/require.ts";
import { remove } from "../repo.ts";

export const deleteConnection = defineOperation<Input<DeleteConnectionCommandInput>, DeleteConnectionCommandOutput>(
  "DeleteConnection",
  (input, context) => {
    const connection = context.store.write((tx) => {
      const found = requireConnection(tx, context, input.Name);
      remove(tx, context, "connection", found.name);
      return found;
    });
    const { ConnectionArn, CreationTime, LastModifiedTime, LastAuthorizedTime } = describeConnection(
      context,
      connection,
    );
    return { ConnectionArn, ConnectionState: "DELETING", CreationTime, LastModifiedTime, LastAuthorizedTime };
  },
);
