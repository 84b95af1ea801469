// Visitors who sign in with another identity provider: the way there, and the way back at /oauth2/idpresponse.
// AWS: "The redirect and authorization endpoint", "How OIDC sign-in works in Amazon Cognito user pools".
//
// - What is sent along is drawn anew for each visit and good once: a state, a nonce, a PKCE verifier. The state says which provider was
//   meant, so that an answer of one is never taken for another's.
// - Half of the proof stays in the visitor's browser, in a cookie: nobody signs somebody else in with a link.
// - The application's callback is read again, and checked again, when the visitor comes back.

import { createHash, timingSafeEqual } from "node:crypto";
import { AwsError } from "../../../kernel/errors.ts";
import { moveAddresses } from "../../../kernel/local-address.ts";
import type { YardContext } from "../../../service/context.ts";
import type { DoorRequest } from "../../../service/service.ts";
import type { HttpResponse } from "../../../wire/wire.ts";
import { hashOf } from "../auth/tokens.ts";
import { withEndpoints } from "../federation/endpoints.ts";
import { redeem, usesPkce } from "../federation/exchange.ts";
import { FederationError } from "../federation/failure.ts";
import { providersOf } from "../federation/providers.ts";
import { saveFederation, takeFederation } from "../federation/repo.ts";
import { enterFromProvider } from "../federation/sign-in.ts";
import type { FederationRecord, PoolRecord, ProviderRecord } from "../records.ts";
import { dropExpired, loadPoolHome } from "../repo.ts";
import { type Ask, askOf, redirect, sendBack, sendError } from "./ask.ts";
import { problemPage } from "./page.ts";

/** How long somebody may take at the provider. */
const VISIT_MS = 5 * 60_000;
const COOKIE = "csrf-state";

/** Sends a visitor to a provider. */
export async function sendToProvider(
  request: DoorRequest,
  yard: YardContext,
  ask: Ask,
  provider: ProviderRecord,
): Promise<HttpResponse> {
  const { scope, pool } = ask.signIn;
  const details = await withEndpoints(yard, provider.type, provider.details);
  if (details["authorize_url"] === undefined) return problemPage(502, "The identity provider cannot be reached.");
  const draw = (): string => Buffer.from(yard.random.bytes(32)).toString("base64url");
  const [state, browser, nonce, codeVerifier] = [draw(), draw(), draw(), draw()];
  const redirectUri = `${request.origin}${ask.base}/oauth2/idpresponse`;
  yard.store.write((tx) => {
    dropExpired(tx, scope, pool.poolId, yard.clock.nowMs());
    saveFederation(tx, scope, pool.poolId, hashOf(state), {
      v: 1,
      providerName: provider.name,
      query: ask.query,
      browserHash: hashOf(browser),
      nonce,
      codeVerifier,
      redirectUri,
      expiresAtMs: yard.clock.nowMs() + VISIT_MS,
    });
  });
  const target = new URL(here(yard, details["authorize_url"]));
  const isPosted = answersByForm(provider);
  const parameters = {
    client_id: details["client_id"],
    redirect_uri: redirectUri,
    response_type: "code",
    scope: (details["authorize_scopes"] ?? "").split(/[\s,]+/).join(" "),
    state,
    ...(details["oidc_issuer"] !== undefined && { nonce }),
    ...(usesPkce(provider) && {
      code_challenge: createHash("sha256").update(codeVerifier).digest("base64url"),
      code_challenge_method: "S256",
    }),
    ...(isPosted && { response_mode: "form_post" }),
    ...handedOn(ask),
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) target.searchParams.set(name, value);
  const path = `${ask.base}/oauth2/idpresponse`;
  // A form that another site posts brings a cookie only if it was set for that, which asks for HTTPS.
  const isSecure = isPosted || request.origin.startsWith("https:");
  const traits = `Path=${path}; Max-Age=${VISIT_MS / 1000}; HttpOnly; SameSite=${isPosted ? "None" : "Lax"}${isSecure ? "; Secure" : ""}`;
  return { ...redirect(target.toString()), cookies: [`${cookieOf(state)}=${browser}; ${traits}`] };
}

/** GET and POST /oauth2/idpresponse: a visitor comes back from a provider. */
export async function providerAnswer(
  request: DoorRequest,
  yard: YardContext,
  pool: PoolRecord,
  base: string,
): Promise<HttpResponse> {
  const answer = readAnswer(request);
  const { state = "" } = answer;
  const visit = takeVisit(request, yard, pool, state);
  if (visit === undefined)
    return problemPage(400, "The sign-in is too old, or was begun elsewhere. Go back and begin again.");
  const ask = askOf(visit.query, yard, pool, base);
  if ("status" in ask) return ask;
  const back = await finish(yard, ask, visit, answer);
  return { ...back, cookies: [`${cookieOf(state)}=; Path=${base}/oauth2/idpresponse; Max-Age=0; HttpOnly`] };
}

async function finish(
  yard: YardContext,
  ask: Ask,
  visit: FederationRecord,
  { code, error, iss, error_description: said }: Answer,
): Promise<HttpResponse> {
  const { scope, pool } = ask.signIn;
  try {
    const provider = yard.store
      .read((tx) => providersOf(tx, scope, pool, ask.client))
      .find(({ name }) => name === visit.providerName);
    if (provider === undefined) throw new FederationError("invalid_request", "Login option is not available");
    const details = await withEndpoints(yard, provider.type, provider.details);
    // RFC 9207: an answer that says whose it is, and is another's.
    if (iss !== undefined && details["oidc_issuer"] !== undefined && iss !== details["oidc_issuer"])
      throw new FederationError("invalid_request", "The response is another identity provider's");
    if (error !== undefined)
      throw new FederationError(error === "access_denied" ? "access_denied" : "invalid_request", said ?? error);
    if (code === undefined) throw new FederationError("invalid_request", "The identity provider returned no code");
    const statement = await redeem(yard, { ...provider, details }, visit, code);
    return await sendBack(yard, ask, await enterFromProvider(yard, ask.signIn, provider, statement));
  } catch (failure) {
    if (failure instanceof FederationError) return sendError(ask, failure.code, failure.message);
    if (failure instanceof AwsError && failure.status < 500) return sendError(ask, "invalid_request", failure.message);
    throw failure;
  }
}

type Answer = Partial<Readonly<Record<string, string>>>;

function readAnswer(request: DoorRequest): Answer {
  return request.method === "POST"
    ? Object.fromEntries(new URLSearchParams(Buffer.from(request.body).toString("utf8")))
    : Object.fromEntries(request.query);
}

/** The visit of a state, once, and only in the browser that began it. */
function takeVisit(
  { headers }: DoorRequest,
  yard: YardContext,
  pool: PoolRecord,
  state: string,
): FederationRecord | undefined {
  const found = yard.store.write((tx) => {
    const scope = loadPoolHome(tx, pool.poolId);
    return scope === undefined ? undefined : takeFederation(tx, scope, pool.poolId, hashOf(state));
  });
  const name = `${cookieOf(state)}=`;
  const cookie = (headers["cookie"] ?? "").split(/;\s*/).find((each) => each.startsWith(name)) ?? name;
  const [kept, expected] = [Buffer.from(hashOf(cookie.slice(name.length))), Buffer.from(found?.browserHash ?? "")];
  const isSame = kept.length === expected.length && timingSafeEqual(kept, expected);
  return found !== undefined && isSame && found.expiresAtMs > yard.clock.nowMs() ? found : undefined;
}

/** One cookie a visit: two that are under way at once do not take each other's. */
function cookieOf(state: string): string {
  return `${COOKIE}-${hashOf(state).slice(0, 8)}`;
}

/** Apple answers by a form where it is asked for more than who somebody is. Apple: "Incorporating Sign in with Apple into other platforms". */
function answersByForm({ type, details }: ProviderRecord): boolean {
  return type === "SignInWithApple" && /\b(?:name|email)\b/.test(details["authorize_scopes"] ?? "");
}

/** AWS: "The redirect and authorization endpoint": a hint of who comes is handed on, and what it says of sessions, but not "none". */
function handedOn({ query }: Ask): Readonly<Record<string, string>> {
  const { login_hint: hint, prompt } = query;
  return {
    ...(hint !== undefined && { login_hint: hint }),
    ...(prompt !== undefined && prompt !== "none" && { prompt }),
  };
}

/** In a fork, addresses of the parent lead to the fork. */
function here({ inheritedOrigin, address }: YardContext, url: string): string {
  return inheritedOrigin === undefined ? url : moveAddresses(url, inheritedOrigin, address);
}
