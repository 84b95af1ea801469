// What identity pools publish: the keys of their tokens, for whoever checks them. AWS: https://cognito-identity.amazonaws.com/.well-known/
// openid-configuration and jwks_uri; here below /_aws/cognito-identity, and under AWS's own name where that leads here.

import type { YardContext } from "../../service/context.ts";
import type { Door, DoorRequest } from "../../service/service.ts";
import type { HttpResponse } from "../../wire/wire.ts";
import { IDENTITY_PROVIDER, ISSUER, tokenIssuer } from "./tokens.ts";

const PATH = /^(?:\/_aws\/cognito-identity)?\/\.well-known\/(jwks_uri|openid-configuration)$/;

export const discovery: Door = {
  name: "cognito-identity",
  accepts: (host, path) => PATH.test(path) && (path.startsWith("/_aws/") || host === IDENTITY_PROVIDER),

  answer(request: DoorRequest, yard: YardContext): Promise<HttpResponse> {
    const document = PATH.exec(request.path)?.[1];
    const body =
      document === "jwks_uri"
        ? { keys: tokenIssuer(ISSUER, yard)?.keys }
        : {
            issuer: ISSUER,
            jwks_uri: `${yard.origin}/_aws/cognito-identity/.well-known/jwks_uri`,
            authorization_endpoint: "urn:ietf:wg:oauth:2.0:oob",
            response_types_supported: ["id_token"],
            subject_types_supported: ["public"],
            id_token_signing_alg_values_supported: ["RS256"],
            claims_supported: ["sub", "aud", "exp", "iat", "iss", "amr"],
          };
    const headers = { "content-type": "application/json", "access-control-allow-origin": "*" };
    return Promise.resolve({ status: 200, headers, body: JSON.stringify(body) });
  },
};
