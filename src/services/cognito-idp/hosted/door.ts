// The way into a pool's hosted pages and its OAuth 2.0 endpoints. AWS: "User pool endpoints and managed login reference".

import type { Door, DoorRequest } from "../../../service/service.ts";
import type { YardContext } from "../../../service/context.ts";
import type { HttpResponse } from "../../../wire/wire.ts";
import { isCustomDomain } from "../domains.ts";
import { findClient } from "../pools.ts";
import type { PoolRecord } from "../records.ts";
import { loadDomain, loadPool } from "../repo.ts";
import { parseHostedAddress } from "./address.ts";
import { linkTo, readAsk, redirect } from "./ask.ts";
import { confirmForgotPassword, forgotPassword, showForgotPassword } from "./forgot-password.ts";
import { login, showLogin } from "./login.ts";
import { problemPage } from "./page.ts";
import { providerAnswer } from "./providers.ts";
import { confirmUser, resendCode, showSignUp, signUp } from "./sign-up.ts";
import { revoke, tokens, userInfo } from "./token-endpoint.ts";
import { ownUsersOnly, type Page } from "./visit.ts";

const PAGES: Readonly<Record<string, Page>> = {
  "GET /oauth2/authorize": showLogin,
  "GET /login": showLogin,
  "POST /login": login,
  "GET /oauth2/idpresponse": providerAnswer,
  "POST /oauth2/idpresponse": providerAnswer,
  "GET /signup": ownUsersOnly(showSignUp),
  "POST /signup": ownUsersOnly(signUp),
  "POST /confirmUser": ownUsersOnly(confirmUser),
  "POST /resendcode": ownUsersOnly(resendCode),
  "GET /forgotPassword": ownUsersOnly(showForgotPassword),
  "POST /forgotPassword": ownUsersOnly(forgotPassword),
  "POST /confirmForgotPassword": ownUsersOnly(confirmForgotPassword),
  "POST /oauth2/token": tokens,
  "POST /oauth2/revoke": revoke,
  "GET /oauth2/userInfo": userInfo,
  "POST /oauth2/userInfo": userInfo,
  "GET /logout": logout,
};

export const hostedPages: Door = {
  name: "cognito-hosted-pages",
  accepts: (host, path, { headers }, yard) =>
    parseHostedAddress(host, path) !== undefined || (!isSigned(headers) && isOwnName(host, yard)),
  // A name that a customer has registered is no name that an attacker could lead here by himself.
  isOwnHost: isOwnName,

  async answer(request, yard) {
    const { host, path } = request;
    const address =
      parseHostedAddress(host, path) ?? (isOwnName(host, yard) ? { prefix: host, path, base: "" } : undefined);
    const pool = address === undefined ? undefined : findPool(yard, address.prefix);
    if (address === undefined || pool === undefined) return problemPage(404, "No user pool has this domain.");
    if (request.method === "OPTIONS") return preflight();
    const page = PAGES[`${request.method} ${address.path}`];
    return page === undefined ? problemPage(404, "There is no such page.") : page(request, yard, pool, address.base);
  },
};

function isOwnName(host: string, { store }: YardContext): boolean {
  return store.read((tx) => isCustomDomain(tx, host));
}

/** A call of the AWS API, which a name below localhost may be of a bucket. */
function isSigned({ authorization = "" }: DoorRequest["headers"]): boolean {
  return authorization.startsWith("AWS");
}

function findPool(yard: YardContext, prefix: string): PoolRecord | undefined {
  return yard.store.read((tx) => {
    const home = loadDomain(tx, prefix);
    return home === undefined ? undefined : loadPool(tx, { account: home.account, region: home.region }, home.poolId);
  });
}

/** AWS: "Logout endpoint": back to an address that the client lists, or to the sign-in for one of its callbacks. */
function logout(request: DoorRequest, yard: YardContext, pool: PoolRecord, base: string): HttpResponse {
  const { client_id: clientId = "", logout_uri: target } = Object.fromEntries(request.query);
  if (target === undefined) {
    const ask = readAsk(request, yard, pool, base);
    return "status" in ask ? ask : redirect(linkTo(ask, "login"));
  }
  const found = findClient(yard, clientId);
  const isListed = found.pool.poolId === pool.poolId && found.client.settings.LogoutURLs?.includes(target) === true;
  return isListed ? redirect(target) : problemPage(400, "logout_uri is none of the client's sign-out URLs.");
}

function preflight(): HttpResponse {
  const headers = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": "authorization, content-type",
  };
  return { status: 204, headers, body: "" };
}
