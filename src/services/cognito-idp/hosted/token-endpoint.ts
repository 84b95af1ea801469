// The token endpoint: codes, refresh tokens and clients' own credentials become tokens.
// AWS: "Token endpoint", "Revoke endpoint", "UserInfo endpoint"; RFC 6749, RFC 7009, RFC 7636.

import { createHash } from "node:crypto";
import { AwsError } from "../../../kernel/errors.ts";
import type { YardContext } from "../../../service/context.ts";
import type { DoorRequest } from "../../../service/service.ts";
import type { HttpResponse } from "../../../wire/wire.ts";
import { authenticate } from "../auth/access-token.ts";
import { refresh, revokeRefreshToken } from "../auth/refresh.ts";
import { hashOf, issueClientToken, issueTokens } from "../auth/tokens.ts";
import { isSecretOf } from "../client-secrets.ts";
import { type Client, findClient } from "../pools.ts";
import type { PoolRecord } from "../records.ts";
import { takeGrant } from "../repo.ts";
import { findUser, shownAttributes } from "../users/users.ts";

type Form = Readonly<Record<string, string>>;

/** An error of RFC 6749, as an answer. */
class OAuthError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** POST /oauth2/token. */
export function tokens(request: DoorRequest, yard: YardContext, pool: PoolRecord): Promise<HttpResponse> {
  return answering(async () => {
    const form = readForm(request);
    const client = requireClient(request, yard, pool, form);
    switch (form["grant_type"]) {
      case "authorization_code":
        return byCode(yard, client, form);
      case "refresh_token":
        return byRefreshToken(yard, client, form);
      case "client_credentials":
        return byCredentials(yard, client, form);
      default:
        throw new OAuthError("unsupported_grant_type");
    }
  });
}

/** POST /oauth2/revoke. */
export function revoke(request: DoorRequest, yard: YardContext, pool: PoolRecord): Promise<HttpResponse> {
  return answering(() => {
    const form = readForm(request);
    const client = requireClient(request, yard, pool, form);
    if (form["token"] === undefined) throw new OAuthError("invalid_request");
    revokeRefreshToken(yard, { ...client, clientMetadata: undefined, isAdmin: false }, form["token"]);
    return {};
  });
}

/** GET /oauth2/userInfo. */
export async function userInfo(request: DoorRequest, yard: YardContext, pool: PoolRecord): Promise<HttpResponse> {
  const token = /^Bearer (.+)$/i.exec(request.headers["authorization"] ?? "")?.[1];
  try {
    const holder = await authenticate(yard, token ?? "", "openid");
    if (holder.pool.poolId !== pool.poolId) throw new OAuthError("invalid_token");
    return json(200, { ...shownAttributes(holder.user), username: holder.user.username });
  } catch (error) {
    if (!(error instanceof AwsError) && !(error instanceof OAuthError)) throw error;
    const answer = json(401, {
      error: "invalid_token",
      error_description: "Access token is expired, disabled, or deleted.",
    });
    return { ...answer, headers: { ...answer.headers, "www-authenticate": 'Bearer error="invalid_token"' } };
  }
}

async function byCode(yard: YardContext, client: Client, form: Form): Promise<object> {
  const { scope, pool } = client;
  const grant = yard.store.write((tx) => takeGrant(tx, scope, pool.poolId, hashOf(form["code"] ?? "")));
  const isGood =
    grant !== undefined &&
    grant.clientId === client.client.clientId &&
    grant.redirectUri === form["redirect_uri"] &&
    grant.expiresAtMs > yard.clock.nowMs() &&
    isVerified(grant.codeChallenge, form["code_verifier"]);
  const user = isGood ? yard.store.read((tx) => findUser(tx, scope, pool, grant.username)) : undefined;
  if (!isGood || user?.isEnabled !== true) throw new OAuthError("invalid_grant");
  const { scopes, nonce } = grant;
  return shown(await issueTokens(yard, { ...client, user }, { source: "TokenGeneration_HostedAuth", scopes, nonce }));
}

async function byRefreshToken(yard: YardContext, client: Client, form: Form): Promise<object> {
  try {
    const signIn = { ...client, clientMetadata: undefined, isAdmin: false };
    return shown(await refresh(yard, signIn, form["refresh_token"] ?? "", "proved"));
  } catch (error) {
    const isOver = error instanceof AwsError && /^(?:NotAuthorized|RefreshTokenReuse)Exception$/.test(error.code);
    if (isOver) throw new OAuthError("invalid_grant");
    throw error;
  }
}

async function byCredentials(yard: YardContext, client: Client, form: Form): Promise<object> {
  const { settings, secret } = client.client;
  const isAllowed =
    settings.AllowedOAuthFlowsUserPoolClient && settings.AllowedOAuthFlows?.includes("client_credentials");
  if (isAllowed !== true || secret === undefined) throw new OAuthError("unauthorized_client");
  const allowed = settings.AllowedOAuthScopes ?? [];
  const scopes = form["scope"] === undefined ? allowed : form["scope"].split(" ");
  if (scopes.some((each) => !allowed.includes(each))) throw new OAuthError("invalid_scope");
  const { accessToken, expiresInSeconds } = await issueClientToken(yard, client, scopes);
  return { access_token: accessToken, expires_in: expiresInSeconds, token_type: "Bearer" };
}

/** RFC 7636: the one who redeems a code is the one who asked for it. */
function isVerified(challenge: string | undefined, verifier: string | undefined): boolean {
  if (challenge === undefined) return true;
  return verifier !== undefined && createHash("sha256").update(verifier).digest("base64url") === challenge;
}

/** The client, by its secret if it has one: in the Authorization header or in the form. */
function requireClient(request: DoorRequest, yard: YardContext, pool: PoolRecord, form: Form): Client {
  const basic = /^Basic (.+)$/i.exec(request.headers["authorization"] ?? "")?.[1];
  const pair = basic === undefined ? undefined : Buffer.from(basic, "base64").toString("utf8");
  const colon = pair?.indexOf(":") ?? -1;
  const clientId = pair === undefined ? form["client_id"] : decodeURIComponent(pair.slice(0, colon));
  const secret = pair === undefined ? form["client_secret"] : decodeURIComponent(pair.slice(colon + 1));
  const found = findOrRefuse(yard, clientId ?? "");
  if (found.pool.poolId !== pool.poolId) throw new OAuthError("invalid_client");
  if (!isSecretOf(found.client, secret)) throw new OAuthError("invalid_client");
  return found;
}

function findOrRefuse(yard: YardContext, clientId: string): Client {
  try {
    return findClient(yard, clientId);
  } catch (error) {
    if (error instanceof AwsError) throw new OAuthError("invalid_client");
    throw error;
  }
}

function readForm({ body }: DoorRequest): Form {
  return Object.fromEntries(new URLSearchParams(Buffer.from(body).toString("utf8")));
}

function shown(result: {
  readonly AccessToken?: string | undefined;
  readonly IdToken?: string | undefined;
  readonly RefreshToken?: string | undefined;
  readonly ExpiresIn?: number | undefined;
}): object {
  return {
    ...(result.IdToken !== undefined && { id_token: result.IdToken }),
    access_token: result.AccessToken,
    ...(result.RefreshToken !== undefined && { refresh_token: result.RefreshToken }),
    expires_in: result.ExpiresIn,
    token_type: "Bearer",
  };
}

async function answering(work: () => object | Promise<object>): Promise<HttpResponse> {
  try {
    return json(200, await work());
  } catch (error) {
    if (error instanceof URIError) return json(400, { error: "invalid_request" });
    if (!(error instanceof OAuthError)) throw error;
    return json(error.code === "invalid_client" ? 401 : 400, { error: error.code });
  }
}

/** An answer that pages of other origins may read: applications in browsers redeem their codes themselves. */
function json(status: number, body: object): HttpResponse {
  const headers = {
    "content-type": "application/json;charset=UTF-8",
    "cache-control": "no-store",
    "access-control-allow-origin": "*",
  };
  return { status, headers, body: JSON.stringify(body) };
}
