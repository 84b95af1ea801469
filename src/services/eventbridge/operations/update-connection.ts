// UpdateConnection: changes how API destinations are authorised.

import type { UpdateConnectionCommandInput, UpdateConnectionCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { mergeAuthParameters, requireAuthParameters } from "../destinations/auth-parameters.ts";
import { forgetToken } from "../destinations/authorization.ts";
import { describeConnection, requireConnection } from "../destinations/require.ts";
import { save } from "../repo.ts";

export const updateConnection = defineOperation<Input<UpdateConnectionCommandInput>, UpdateConnectionCommandOutput>(
  "UpdateConnection",
  (input, context) => {
    const { AuthorizationType, AuthParameters, Description, KmsKeyIdentifier } = input;
    const nowMs = context.clock.nowMs();
    const connection = context.store.write((tx) => {
      const before = requireConnection(tx, context, input.Name);
      const authorizationType = AuthorizationType ?? before.authorizationType;
      const parameters = mergeAuthParameters(before.parameters, AuthParameters);
      requireAuthParameters(authorizationType, parameters);
      const updated = {
        ...before,
        authorizationType,
        parameters,
        state: "AUTHORIZED",
        modifiedAtMs: nowMs,
        authorizedAtMs: nowMs,
        ...(Description === undefined ? {} : { description: Description }),
        ...(KmsKeyIdentifier === undefined ? {} : { kmsKeyIdentifier: KmsKeyIdentifier }),
      } as const;
      save(tx, context, "connection", updated);
      return updated;
    });
    forgetToken(context, connection);
    const { ConnectionArn, ConnectionState, CreationTime, LastModifiedTime, LastAuthorizedTime } = describeConnection(
      context,
      connection,
    );
    return { ConnectionArn, ConnectionState, CreationTime, LastModifiedTime, LastAuthorizedTime };
  },
);
