// DeleteUserPoolClientSecret: takes a secret from a client that has another.

import type {
  DeleteUserPoolClientSecretCommandInput,
  DeleteUserPoolClientSecretCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { secretsOf, withSecrets } from "../client-secrets.ts";
import { invalidParameter, resourceNotFound } from "../errors.ts";
import { requireClient } from "../pools.ts";
import { saveClient } from "../repo.ts";

export const deleteUserPoolClientSecret = defineOperation<
  Input<DeleteUserPoolClientSecretCommandInput>,
  DeleteUserPoolClientSecretCommandOutput
>("DeleteUserPoolClientSecret", ({ UserPoolId, ClientId, ClientSecretId }, context) =>
  context.store.write((tx) => {
    const client = requireClient(tx, context, UserPoolId, ClientId);
    const present = secretsOf(client);
    const left = present.filter(({ id }) => id !== ClientSecretId);
    if (left.length === present.length) throw resourceNotFound(`Client secret ${ClientSecretId} does not exist.`);
    if (left.length === 0) throw invalidParameter("The last client secret of an app client cannot be deleted.");
    saveClient(tx, context, withSecrets(client, left));
    return {};
  }),
);
