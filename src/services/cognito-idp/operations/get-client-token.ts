// GetClientToken: an access token for a client itself.

import type {
  GetClientTokenCommandInput,
  GetClientTokenCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { issueClientToken } from "../auth/tokens.ts";
import { isSecretOf, secretsOf } from "../client-secrets.ts";
import { invalidParameter, notAuthorized, operationNotEnabled } from "../errors.ts";
import { findClient } from "../pools.ts";

export const getClientToken = defineOperation<Input<GetClientTokenCommandInput>, GetClientTokenCommandOutput>(
  "GetClientToken",
  async ({ ClientId, Secret, Scopes: asked }, context) => {
    const found = findClient(context, ClientId);
    const { settings } = found.client;
    if (!settings.ExplicitAuthFlows.includes("ALLOW_CLIENT_TOKEN_AUTH"))
      throw operationNotEnabled("ALLOW_CLIENT_TOKEN_AUTH is not enabled for this client.");
    if (secretsOf(found.client).length === 0 || !isSecretOf(found.client, Secret))
      throw notAuthorized(`Unable to verify secret for client ${ClientId}`);
    const allowed = settings.AllowedOAuthScopes ?? [];
    const scopes = asked === undefined || asked.length === 0 ? allowed : asked;
    const unknown = scopes.find((scope) => !allowed.includes(scope));
    if (unknown !== undefined) throw invalidParameter(`Invalid scope requested: ${unknown}`);
    const { accessToken, expiresInSeconds } = await issueClientToken(context, found, scopes);
    return {
      ClientAuthenticationResult: { AccessToken: accessToken, ExpiresIn: expiresInSeconds, TokenType: "Bearer" },
    };
  },
);
