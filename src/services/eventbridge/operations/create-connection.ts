// CreateConnection: says how API destinations are authorised.

import type { CreateConnectionCommandInput, CreateConnectionCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireAuthParameters } from "../destinations/auth-parameters.ts";
import { describeConnection } from "../destinations/require.ts";
import { alreadyExists } from "../errors.ts";
import { requireRoom } from "../quotas.ts";
import { load, save } from "../repo.ts";

export const createConnection = defineOperation<Input<CreateConnectionCommandInput>, CreateConnectionCommandOutput>(
  "CreateConnection",
  (input, context) => {
    const { Name: name, AuthorizationType, AuthParameters, Description, KmsKeyIdentifier } = input;
    requireAuthParameters(AuthorizationType, AuthParameters);
    const nowMs = context.clock.nowMs();
    const connection = context.store.write((tx) => {
      if (load(tx, context, "connection", name) !== undefined) throw alreadyExists(`Connection ${name}`);
      requireRoom(tx, context, "connection");
      const made = {
        v: 1,
        name,
        connectionId: context.random.uuid(),
        authorizationType: AuthorizationType,
        parameters: AuthParameters,
        state: "AUTHORIZED",
        createdAtMs: nowMs,
        modifiedAtMs: nowMs,
        authorizedAtMs: nowMs,
        ...(Description === undefined ? {} : { description: Description }),
        ...(KmsKeyIdentifier === undefined ? {} : { kmsKeyIdentifier: KmsKeyIdentifier }),
      } as const;
      save(tx, context, "connection", made);
      return made;
    });
    const { ConnectionArn, ConnectionState, CreationTime, LastModifiedTime } = describeConnection(context, connection);
    return { ConnectionArn, ConnectionState, CreationTime, LastModifiedTime };
  },
);
