// How a connection authorises a request: a password, a key, or a token that is fetched by OAuth and kept until it expires.

import { AwsError } from "../../../kernel/errors.ts";
import type { YardContext } from "../../../service/context.ts";
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
  const body = HttpMethod === "GET" ? {} : { body: form.toString() };
  try {
    const response = await fetch(url, {
      method: HttpMethod,
      headers,
      ...body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer = (await response.json()) as { readonly access_token?: string; readonly expires_in?: number };
    if (!response.ok || answer.access_token === undefined) throw new Error(`HTTP status code: ${response.status}`);
    return { value: answer.access_token, expiresAtMs: yard.clock.nowMs() + (answer.expires_in ?? 60) * 1000 };
  } catch (cause) {
    throw new AwsError({
      code: "InternalException",
      status: 500,
      message: `Unable to authorize the connection: ${String(cause)}`,
    });
  }
}
