// RevokeToken: ends a refresh token and the access tokens that came of it.

import type { RevokeTokenCommandInput, RevokeTokenCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { isSecretOf } from "../client-secrets.ts";
import { findClient } from "../pools.ts";
import { revokeRefreshToken } from "../auth/refresh.ts";
import { notARefreshToken, revocationIsOff, wrongClientSecret } from "../errors.ts";

export const revokeToken = defineOperation<Input<RevokeTokenCommandInput>, RevokeTokenCommandOutput>(
  "RevokeToken",
  ({ Token, ClientId, ClientSecret }, context) => {
    const found = findClient(context, ClientId);
    if (!isSecretOf(found.client, ClientSecret)) throw wrongClientSecret();
    // AWS: RevokeToken: UnsupportedOperationException for a client without token revocation.
    if (!found.client.settings.EnableTokenRevocation) throw revocationIsOff();
    if (isSignedToken(Token)) throw notARefreshToken();
    revokeRefreshToken(context, { ...found, clientMetadata: undefined, isAdmin: false }, Token);
    return {};
  },
);

/** Access and id tokens are JWTs; refresh tokens say nothing to anybody. */
function isSignedToken(token: string): boolean {
  return /^eyJ[\w-]*\.[\w-]+\.[\w-]+$/.test(token);
}
