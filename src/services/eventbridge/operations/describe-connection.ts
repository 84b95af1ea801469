// DescribeConnection: what is known of a connection, but for its secrets.

import type { DescribeConnectionCommandInput, DescribeConnectionCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { shownParameters } from "../destinations/auth-parameters.ts";
import { describeConnection as describe, requireConnection } from "../destinations/require.ts";

export const describeConnection = defineOperation<
  Input<DescribeConnectionCommandInput>,
  DescribeConnectionCommandOutput
>("DescribeConnection", (input, context) => {
  const connection = context.store.read((tx) => requireConnection(tx, context, input.Name));
  return {
    ...describe(context, connection),
    ...(connection.description === undefined ? {} : { Description: connection.description }),
    ...(connection.kmsKeyIdentifier === undefined ? {} : { KmsKeyIdentifier: connection.kmsKeyIdentifier }),
    AuthParameters: shownParameters(connection.parameters),
  };
});
