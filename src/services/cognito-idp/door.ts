// What a pool publishes: its keys and where things are, for whoever checks tokens. http://HOST/POOL_ID/.well-known/...
// AWS: "Verifying a JSON web token"; OpenID Connect Discovery 1.0.

import type { YardContext } from "../../service/context.ts";
import type { Door, DoorRequest } from "../../service/service.ts";
import type { HttpResponse } from "../../wire/wire.ts";
import { issuerOf } from "./auth/tokens.ts";
import type { PoolRecord } from "./records.ts";
import { loadPool, loadPoolHome } from "./repo.ts";

const PATH = /^\/([\w-]+_[0-9a-zA-Z]{9})\/\.well-known\/(jwks\.json|openid-configuration)$/;

export const userPools: Door = {
  name: "cognito-idp",
  accepts: (_host, path) => PATH.test(path),

  async answer(request: DoorRequest, yard: YardContext): Promise<HttpResponse> {
    const [, poolId = "", document] = PATH.exec(request.path) ?? [];
    const pool = yard.store.read((tx) => {
      const scope = loadPoolHome(tx, poolId);
      return scope === undefined ? undefined : loadPool(tx, scope, poolId);
    });
    if (pool === undefined) return json(404, { message: `User pool ${poolId} does not exist.` });
    return json(200, document === "jwks.json" ? { keys: [pool.signingKey.publicJwk] } : discovery(yard, pool));
  },
};

function discovery(yard: YardContext, pool: PoolRecord): object {
  const issuer = issuerOf(yard, pool);
  const name = pool.domain ?? pool.customDomain?.name;
  const pages = `${yard.origin}/_aws/auth/${name ?? ""}`;
  return {
    ...(name !== undefined && {
      authorization_endpoint: `${pages}/oauth2/authorize`,
      end_session_endpoint: `${pages}/logout`,
      revocation_endpoint: `${pages}/oauth2/revoke`,
      token_endpoint: `${pages}/oauth2/token`,
      userinfo_endpoint: `${pages}/oauth2/userInfo`,
      token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
    }),
    id_token_signing_alg_values_supported: ["RS256"],
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ["code", "token"],
    scopes_supported: ["openid", "email", "phone", "profile"],
    subject_types_supported: ["public"],
  };
}

function json(status: number, body: object): HttpResponse {
  const headers = { "content-type": "application/json", "access-control-allow-origin": "*" };
  return { status, headers, body: JSON.stringify(body) };
}
