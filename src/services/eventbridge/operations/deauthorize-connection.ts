// DeauthorizeConnection: takes all authorisation from a connection.

import type {
  DeauthorizeConnectionCommandInput,
  DeauthorizeConnectionCommandOutput,
} from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { forgetToken } from "../destinations/authorization.ts";
import { describeConnection, requireConnection } from "../destinations/require.ts";
import { save } from "../repo.ts";

export const deauthorizeConnection = defineOperation<
  Input<DeauthorizeConnectionCommandInput>,
  DeauthorizeConnectionCommandOutput
>("DeauthorizeConnection", (input, context) => {
  const connection = context.store.write((tx) => {
    const before = requireConnection(tx, context, input.Name);
    const updated = { ...before, parameters: {}, state: "DEAUTHORIZED", modifiedAtMs: context.clock.nowMs() } as const;
    save(tx, context, "connection", updated);
    return updated;
  });
  forgetToken(context, connection);
  const { ConnectionArn, ConnectionState, CreationTime, LastModifiedTime, LastAuthorizedTime } = describeConnection(
    context,
    connection,
  );
  return { ConnectionArn, ConnectionState, CreationTime, LastModifiedTime, LastAuthorizedTime };
});
