// ListUserPoolClientSecrets: the secrets of a client, without their values.

import type {
  ListUserPoolClientSecretsCommandInput,
  ListUserPoolClientSecretsCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeSecret, secretsOf } from "../client-secrets.ts";
import { requireClient } from "../pools.ts";

export const listUserPoolClientSecrets = defineOperation<
  Input<ListUserPoolClientSecretsCommandInput>,
  ListUserPoolClientSecretsCommandOutput
>("ListUserPoolClientSecrets", ({ UserPoolId, ClientId }, context) => {
  const client = context.store.read((tx) => requireClient(tx, context, UserPoolId, ClientId));
  // A client has two at most: there is one page.
  return { ClientSecrets: secretsOf(client).map((secret) => describeSecret(secret)) };
});
