// GetTokensFromRefreshToken: new tokens for a refresh token.

import type {
  GetTokensFromRefreshTokenCommandInput,
  GetTokensFromRefreshTokenCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { isSecretOf } from "../client-secrets.ts";
import { findClient } from "../pools.ts";
import { refresh } from "../auth/refresh.ts";
import { notAuthorized } from "../errors.ts";

export const getTokensFromRefreshToken = defineOperation<
  Input<GetTokensFromRefreshTokenCommandInput>,
  GetTokensFromRefreshTokenCommandOutput
>("GetTokensFromRefreshToken", async ({ RefreshToken, ClientId, ClientSecret, ClientMetadata }, context) => {
  const found = findClient(context, ClientId);
  if (!isSecretOf(found.client, ClientSecret)) throw notAuthorized(`Unable to verify secret for client ${ClientId}`);
  const signIn = { ...found, clientMetadata: ClientMetadata, isAdmin: false };
  return { AuthenticationResult: await refresh(context, signIn, RefreshToken, "proved") };
});
