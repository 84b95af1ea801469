// Who calls with an access token: operations of users on themselves.

import type { JWTPayload } from "jose";
import type { Scope, YardContext } from "../../../service/context.ts";
import { notAuthorized, passwordResetRequired, userNotFound } from "../errors.ts";
import type { ClientRecord, PoolRecord } from "../records.ts";
import { isRevoked, loadClient, loadPool, loadPoolHome } from "../repo.ts";
import { findUser, type Located } from "../users/users.ts";
import { API_SCOPE, issuerOf } from "./tokens.ts";

export interface TokenHolder extends Located {
  readonly client: ClientRecord;
  readonly originJti: string;
}

/** The user of an access token with a scope; throws NotAuthorizedException for one that is wrong, over, or revoked. */
export async function authenticate(
  yard: YardContext,
  accessToken: string,
  requiredScope = API_SCOPE,
): Promise<TokenHolder> {
  const { scope, pool } = homeOf(yard, await poolIdIn(accessToken));
  const claims = await verify(yard, pool, accessToken);
  if (claims["token_use"] !== "access") throw notAuthorized("Invalid Access Token");
  if (!String(claims["scope"]).split(" ").includes(requiredScope))
    throw notAuthorized("Access Token does not have required scopes");
  const originJti = String(claims["origin_jti"]);
  return yard.store.read((tx) => {
    const user = findUser(tx, scope, pool, String(claims["username"]));
    const client = loadClient(tx, scope, pool.poolId, String(claims["client_id"]));
    if (client === undefined) throw notAuthorized("Invalid Access Token");
    // AWS: GetUser: UserNotFoundException for a token whose user is gone, which the name of somebody new does not bring back.
    if (user === undefined || user.sub !== claims.sub) throw userNotFound();
    if (isRevoked(tx, scope, pool.poolId, originJti)) throw notAuthorized("Access Token has been revoked");
    if (!user.isEnabled) throw notAuthorized("User is disabled.");
    // AWS: the operations of an access token, PasswordResetRequiredException.
    if (user.status === "RESET_REQUIRED") throw passwordResetRequired();
    return { scope, pool, user, client, originJti };
  });
}

function homeOf(yard: YardContext, poolId: string): { readonly scope: Scope; readonly pool: PoolRecord } {
  const found = yard.store.read((tx) => {
    const scope = loadPoolHome(tx, poolId);
    const pool = scope === undefined ? undefined : loadPool(tx, scope, poolId);
    return scope === undefined || pool === undefined ? undefined : { scope, pool };
  });
  if (found === undefined) throw notAuthorized("Invalid Access Token");
  return found;
}

/** Read before anything is checked, only to know whose key checks it. */
async function poolIdIn(token: string): Promise<string> {
  const { decodeJwt, errors } = await import("jose");
  try {
    return (decodeJwt(token).iss ?? "").split("/").at(-1) ?? "";
  } catch (error) {
    if (error instanceof errors.JOSEError) throw notAuthorized("Invalid Access Token");
    throw error;
  }
}

async function verify(yard: YardContext, pool: PoolRecord, token: string): Promise<JWTPayload> {
  const { createLocalJWKSet, errors, jwtVerify } = await import("jose");
  try {
    const keys = createLocalJWKSet({ keys: [{ ...pool.signingKey.publicJwk, kty: "RSA" }] });
    const currentDate = new Date(yard.clock.nowMs());
    return (await jwtVerify(token, keys, { issuer: issuerOf(yard, pool), algorithms: ["RS256"], currentDate })).payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw notAuthorized("Access Token has expired");
    if (error instanceof errors.JOSEError) throw notAuthorized("Invalid Access Token");
    throw error;
  }
}
