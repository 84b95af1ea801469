// The authorize endpoint and the page behind it: whoever signs in there is sent back to the application with a code, or with tokens.
// AWS: "Authorize endpoint", "Login endpoint"; RFC 6749, RFC 7636.

import { timingSafeEqual } from "node:crypto";
import { AwsError } from "../../../kernel/errors.ts";
import type { YardContext } from "../../../service/context.ts";
import type { DoorRequest } from "../../../service/service.ts";
import type { HttpResponse } from "../../../wire/wire.ts";
import { signInWithPassword } from "../auth/password-flows.ts";
import { answerFactor, answerNewPassword } from "../auth/second-factors.ts";
import type { AuthAnswer, SignIn } from "../auth/sign-in.ts";
import { hashOf, issueTokens } from "../auth/tokens.ts";
import { findClient } from "../pools.ts";
import type { PoolRecord, UserRecord } from "../records.ts";
import { saveGrant } from "../repo.ts";
import { type Field, formPage, problemPage } from "./page.ts";

const CODE_MS = 5 * 60_000;
const COOKIE = "XSRF-TOKEN";

/** What an application asks for: the query of the authorize endpoint, checked. */
interface Ask {
  readonly signIn: SignIn;
  readonly redirectUri: string;
  readonly responseType: "code" | "token";
  readonly scopes: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** GET /oauth2/authorize and GET /login: the form. */
export function showLogin(request: DoorRequest, yard: YardContext, pool: PoolRecord, base: string): HttpResponse {
  const ask = readAsk(yard, pool, Object.fromEntries(request.query));
  if ("status" in ask) return ask;
  const token = yard.random.hex(32);
  // The form comes back with what the cookie has: no other site can sign somebody in behind the back.
  const cookie = `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Lax`;
  return loginForm(ask, base, token, { cookie });
}

/** POST /login: a password, or the answer to a challenge. */
export async function login(
  request: DoorRequest,
  yard: YardContext,
  pool: PoolRecord,
  base: string,
): Promise<HttpResponse> {
  const form = Object.fromEntries(new URLSearchParams(Buffer.from(request.body).toString("utf8")));
  const ask = readAsk(yard, pool, Object.fromEntries(request.query));
  if ("status" in ask) return ask;
  const token = form["_csrf"] ?? "";
  if (!isOfCookie(request, token)) return problemPage(403, "The form is too old. Go back and begin again.");
  try {
    const answer = await step(yard, ask.signIn, form);
    if (answer.user !== undefined) return await sendBack(yard, ask, answer.user);
    return challengeForm(ask, base, token, answer, form["username"] ?? "");
  } catch (error) {
    if (!(error instanceof AwsError) || error.status >= 500) throw error;
    return loginForm(ask, base, token, { problem: error.message, status: 400 });
  }
}

function step(yard: YardContext, signIn: SignIn, form: Readonly<Record<string, string>>): Promise<AuthAnswer> {
  const { username = "", challenge, session } = form;
  switch (challenge) {
    case "NEW_PASSWORD_REQUIRED":
      return answerNewPassword(yard, signIn, session, { USERNAME: username, NEW_PASSWORD: form["answer"] ?? "" });
    case "SOFTWARE_TOKEN_MFA":
    case "SMS_MFA":
      return answerFactor(yard, signIn, challenge, session, {
        USERNAME: username,
        [`${challenge}_CODE`]: form["answer"] ?? "",
      });
    default:
      return signInWithPassword(yard, signIn, { USERNAME: username, PASSWORD: form["password"] ?? "" });
  }
}

/** The request of an application; an answer that says what is wrong with it where nothing can be sent back. */
function readAsk(yard: YardContext, pool: PoolRecord, query: Readonly<Record<string, string>>): Ask | HttpResponse {
  const { client_id: clientId = "", redirect_uri: given, response_type: type, scope } = query;
  const found = findOwnClient(yard, pool, clientId);
  if (found === undefined) return problemPage(400, "The client is not one of this user pool.");
  const { settings } = found.client;
  const redirectUri = given ?? settings.DefaultRedirectURI ?? "";
  // Never sent to an address that the customer did not list: it would get the code.
  if (settings.CallbackURLs?.includes(redirectUri) !== true)
    return problemPage(400, "redirect_uri is none of the client's callback URLs.");
  const back = (error: string): HttpResponse => redirect(withParameters(redirectUri, { error, state: query["state"] }));
  if (!settings.AllowedOAuthFlowsUserPoolClient) return back("unauthorized_client");
  if (type !== "code" && type !== "token") return back("invalid_request");
  const flow = type === "code" ? "code" : "implicit";
  if (settings.AllowedOAuthFlows?.includes(flow) !== true) return back("unauthorized_client");
  const allowed = settings.AllowedOAuthScopes ?? [];
  const scopes = scope === undefined || scope === "" ? allowed : scope.split(" ");
  if (scopes.some((each) => !allowed.includes(each))) return back("invalid_scope");
  const isPlain = query["code_challenge"] !== undefined && query["code_challenge_method"] !== "S256";
  if (isPlain) return back("invalid_request");
  // A secret is the application's and not the visitor's: the page needs no hash of it.
  const { secret: _, ...client } = found.client;
  const signIn: SignIn = { ...found, client, clientMetadata: undefined, isAdmin: false, isHosted: true };
  return { signIn, redirectUri, responseType: type, scopes, query };
}

function findOwnClient(yard: YardContext, pool: PoolRecord, clientId: string) {
  try {
    const found = findClient(yard, clientId);
    return found.pool.poolId === pool.poolId ? found : undefined;
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

async function sendBack(yard: YardContext, ask: Ask, user: UserRecord): Promise<HttpResponse> {
  const { signIn, redirectUri, scopes, query } = ask;
  const { state, nonce, code_challenge: codeChallenge } = query;
  if (ask.responseType === "token") {
    const tokens = await issueTokens(
      yard,
      { ...signIn, user },
      { source: "TokenGeneration_HostedAuth", scopes, nonce },
    );
    const { RefreshToken: _, ...shown } = tokens;
    const fragment = new URLSearchParams({
      ...(shown.IdToken !== undefined && { id_token: shown.IdToken }),
      access_token: shown.AccessToken ?? "",
      expires_in: String(shown.ExpiresIn),
      token_type: "Bearer",
      ...(state !== undefined && { state }),
    });
    return redirect(`${redirectUri}#${fragment.toString()}`);
  }
  const code = yard.random.uuid();
  yard.store.write((tx) =>
    saveGrant(tx, signIn.scope, signIn.pool.poolId, hashOf(code), {
      v: 1,
      clientId: signIn.client.clientId,
      username: user.username,
      redirectUri,
      scopes,
      ...(nonce !== undefined && { nonce }),
      ...(codeChallenge !== undefined && { codeChallenge }),
      expiresAtMs: yard.clock.nowMs() + CODE_MS,
    }),
  );
  return redirect(withParameters(redirectUri, { code, state }));
}

function loginForm(
  { query }: Ask,
  base: string,
  token: string,
  more: { readonly problem?: string; readonly cookie?: string; readonly status?: number },
): HttpResponse {
  const fields: readonly Field[] = [
    { name: "username", label: "Username", type: "text" },
    { name: "password", label: "Password", type: "password" },
  ];
  return formPage({ title: "Sign in", action: actionOf(base, query), fields, hidden: { _csrf: token }, ...more });
}

function challengeForm(
  { query }: Ask,
  base: string,
  token: string,
  answer: AuthAnswer,
  username: string,
): HttpResponse {
  const { ChallengeName: challenge = "", Session: session = "" } = answer;
  const isPassword = challenge === "NEW_PASSWORD_REQUIRED";
  if (!isPassword && challenge !== "SOFTWARE_TOKEN_MFA" && challenge !== "SMS_MFA")
    return problemPage(501, `The challenge ${challenge} has no page here yet.`);
  const field: Field = isPassword
    ? { name: "answer", label: "New password", type: "password" }
    : { name: "answer", label: "Code", type: "text" };
  const hidden = { _csrf: token, challenge, session, username };
  return formPage({ title: "One more step", action: actionOf(base, query), fields: [field], hidden });
}

function actionOf(base: string, query: Readonly<Record<string, string>>): string {
  return `${base}/login?${new URLSearchParams(query).toString()}`;
}

function isOfCookie({ headers }: DoorRequest, token: string): boolean {
  const cookies = (headers["cookie"] ?? "").split(/;\s*/);
  const kept = cookies.find((each) => each.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? "";
  const [left, right] = [Buffer.from(kept), Buffer.from(token)];
  return kept !== "" && left.length === right.length && timingSafeEqual(left, right);
}

function withParameters(url: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const target = new URL(url);
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) target.searchParams.set(name, value);
  return target.toString();
}

/** A redirection that no cache keeps. */
export function redirect(location: string): HttpResponse {
  return { status: 302, headers: { location, "cache-control": "no-store" }, body: "" };
}
