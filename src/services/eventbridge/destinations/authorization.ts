// How a connection authorises a request: a password, a key, or a token that is fetched by OAuth and kept until it expires.

import { AwsError } from "../../../kernel/errors.ts";
import type { YardContext } from "../../../service/context.ts";
import { sendOutbound } from "../../../service/outbound-http.ts";
import type { Store } from "../../../store/store.ts";
import type { ConnectionRecord } from "../records.ts";

/** What is added to a request. */
export interface Authorization {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, value: string])[];
}

interface Token {
  readonly value: string;
  readonly expiresAtMs: number;
}

const TIMEOUT_MS = 5_000;
// Of a token whose answer does not say how long it is good.
const DEFAULT_LIFETIME_S = 60;
// By store and connection: tokens are fetched anew after a restart.
const tokens = new WeakMap<Store, Map<string, Token>>();

/** The headers that authorise; fetches a token where there is none that is good. */
export async function authorization(yard: YardContext, connection: ConnectionRecord): Promise<Authorization> {
  const { BasicAuthParameters: basic, ApiKeyAuthParameters: apiKey } = connection.parameters;
  if (connection.authorizationType === "BASIC") {
    const pair = `${basic?.Username ?? ""}:${basic?.Password ?? ""}`;
    return { headers: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` }, query: [] };
  }
  if (connection.authorizationType === "API_KEY")
    return { headers: { [(apiKey?.ApiKeyName ?? "").toLowerCase()]: apiKey?.ApiKeyValue ?? "" }, query: [] };
  return { headers: { authorization: `Bearer ${await tokenOf(yard, connection)}` }, query: [] };
}

/** The next request fetches a new token. */
export function forgetToken(yard: YardContext, { connectionId }: ConnectionRecord): void {
  tokens.get(yard.store)?.delete(connectionId);
}

async function tokenOf(yard: YardContext, connection: ConnectionRecord): Promise<string> {
  let ofYard = tokens.get(yard.store);
  if (ofYard === undefined) tokens.set(yard.store, (ofYard = new Map()));
  const known = ofYard.get(connection.connectionId);
  if (known !== undefined && known.expiresAtMs > yard.clock.nowMs()) return known.value;
  const fetched = await fetchToken(yard, connection);
  ofYard.set(connection.connectionId, fetched);
  return fetched.value;
}

// AWS: "OAuth authorization for connections": the client credentials grant; parameters may be added to header, query and body.
async function fetchToken(yard: YardContext, { parameters }: ConnectionRecord): Promise<Token> {
  const {
    AuthorizationEndpoint = "",
    HttpMethod = "POST",
    ClientParameters,
    OAuthHttpParameters,
  } = parameters.OAuthParameters ?? {};
  const url = new URL(AuthorizationEndpoint);
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: ClientParameters?.ClientID ?? "",
    client_secret: ClientParameters?.ClientSecret ?? "",
  });
  for (const { Key = "", Value = "" } of OAuthHttpParameters?.BodyParameters ?? []) form.set(Key, Value);
  for (const { Key = "", Value = "" } of OAuthHttpParameters?.QueryStringParameters ?? [])
    url.searchParams.append(Key, Value);
  const headers: Record<string, string> = { "content-type": "application/x-www-form-urlencoded" };
  for (const { Key = "", Value = "" } of OAuthHttpParameters?.HeaderParameters ?? [])
    headers[Key.toLowerCase()] = Value;
  if (HttpMethod === "GET") for (const [name, value] of form) url.searchParams.append(name, value);
  const result = await sendOutbound(yard, {
    method: HttpMethod,
    url: url.href,
    headers,
    body: HttpMethod === "GET" ? "" : form.toString(),
    timeoutMs: TIMEOUT_MS,
  });
  if (result.kind === "no-answer") throw unauthorized(result.reason);
  const token = tokenIn(result.body);
  if (result.status !== 200 || token === undefined) throw unauthorized(`HTTP status code: ${result.status}`);
  return {
    value: token.access_token,
    expiresAtMs: yard.clock.nowMs() + (token.expires_in ?? DEFAULT_LIFETIME_S) * 1000,
  };
}

interface TokenAnswer {
  readonly access_token: string;
  readonly expires_in?: number;
}

/** The token of an answer (RFC 6749, section 5.1); undefined if it has none. */
function tokenIn(body: Uint8Array): TokenAnswer | undefined {
  try {
    const answer = JSON.parse(Buffer.from(body).toString()) as Partial<TokenAnswer> | null;
    return typeof answer?.access_token === "string" ? { ...answer, access_token: answer.access_token } : undefined;
  } catch {
    return undefined;
  }
}

function unauthorized(reason: string): AwsError {
  return new AwsError({
    code: "InternalException",
    status: 500,
    message: `Unable to authorize the connection: ${reason}`,
  });
}
