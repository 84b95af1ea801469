// What an application asks of the hosted pages: the query of the authorize endpoint, checked, and the way back to the application.
// AWS: "Authorize endpoint", "Login endpoint"; RFC 6749, RFC 7636.

import { AwsError } from "../../../kernel/errors.ts";
import type { YardContext } from "../../../service/context.ts";
import type { DoorRequest } from "../../../service/service.ts";
import type { HttpResponse } from "../../../wire/wire.ts";
import type { SignIn } from "../auth/sign-in.ts";
import { hashOf, issueTokens } from "../auth/tokens.ts";
import { type Client, findClient } from "../pools.ts";
import type { ClientRecord, PoolRecord, UserRecord } from "../records.ts";
import { saveGrant } from "../repo.ts";
import { problemPage } from "./page.ts";

const CODE_MS = 5 * 60_000;

/** A visitor whom an application sent. */
export interface Ask {
  readonly signIn: SignIn;
  /** The client with its secret, for which the pages act. */
  readonly client: ClientRecord;
  readonly redirectUri: string;
  readonly responseType: "code" | "token";
  readonly scopes: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  /** What comes before the path in links. */
  readonly base: string;
}

/** The request of an application; an answer that says what is wrong with it where there is something. */
export function readAsk(request: DoorRequest, yard: YardContext, pool: PoolRecord, base: string): Ask | HttpResponse {
  return askOf(Object.fromEntries(request.query), yard, pool, base);
}

/** The same, of the parameters of a request: also of one that was made before its visitor went to another provider. */
export function askOf(
  query: Readonly<Record<string, string>>,
  yard: YardContext,
  pool: PoolRecord,
  base: string,
): Ask | HttpResponse {
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
  return { signIn, client: found.client, redirectUri, responseType: type, scopes, query, base };
}

/** The address of one of the pages, for the same application. */
export function linkTo({ base, query }: Ask, page: string, more: Readonly<Record<string, string>> = {}): string {
  return `${base}/${page}?${new URLSearchParams({ ...query, ...more }).toString()}`;
}

/** Tells the application what went wrong at its callback, which was found to be its own. RFC 6749, section 4.1.2.1. */
export function sendError({ redirectUri, query }: Ask, error: string, description: string): HttpResponse {
  return redirect(withParameters(redirectUri, { error, error_description: description, state: query["state"] }));
}

/** Sends somebody who has signed in back to the application, with a code or with tokens. */
export async function sendBack(yard: YardContext, ask: Ask, user: UserRecord): Promise<HttpResponse> {
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

/** A redirection that no cache keeps. */
export function redirect(location: string): HttpResponse {
  return { status: 302, headers: { location, "cache-control": "no-store" }, body: "" };
}

function findOwnClient(yard: YardContext, pool: PoolRecord, clientId: string): Client | undefined {
  try {
    const found = findClient(yard, clientId);
    return found.pool.poolId === pool.poolId ? found : undefined;
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

function withParameters(url: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const target = new URL(url);
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) target.searchParams.set(name, value);
  return target.toString();
}
