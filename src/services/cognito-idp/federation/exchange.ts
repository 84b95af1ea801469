// What an identity provider says of a visitor who came back with its code: the code becomes tokens, and tokens become claims.
// AWS: "How OIDC sign-in works in Amazon Cognito user pools"; RFC 6749, RFC 7636, OpenID Connect Core 1.0.

import type { YardContext } from "../../../service/context.ts";
import { type OutboundRequest, sendOutbound } from "../../../service/outbound-http.ts";
import { type Claims, verifyToken } from "../../../service/openid/token.ts";
import { asRecord } from "../triggers.ts";
import type { FederationRecord, ProviderRecord } from "../records.ts";
import { appleSecret } from "./apple.ts";
import { subjectOf } from "./details.ts";
import { FederationError } from "./failure.ts";

type Json = Readonly<Record<string, unknown>>;

/** What a provider said of somebody. */
export interface Statement {
  /** The provider's name for the account. */
  readonly subject: string;
  readonly tokens: Json;
  readonly idToken: Json;
  readonly userInfo: Json;
}

const TIMEOUT_MS = 5_000;
// LIMIT: a provider that changed its keys is believed a little late.
const KEYS_FRESH_MS = 5 * 60_000;
/** Signatures that only the provider can make. A client's secret is no key: RFC 8725, section 3.1. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512"];
const JSON_HEADERS = { accept: "application/json" };

/** Redeems a code; throws a FederationError for whatever is not as it has to be. */
export async function redeem(
  yard: YardContext,
  provider: ProviderRecord,
  federation: FederationRecord,
  code: string,
): Promise<Statement> {
  const tokens = await exchange(yard, provider, federation, code);
  const idToken = await readIdToken(yard, provider, federation, tokens["id_token"]);
  const userInfo = await askUserInfo(yard, provider, tokens["access_token"]);
  const name = subjectOf(provider.type);
  const subject = idToken[name] ?? userInfo[name];
  if ((typeof subject !== "string" && typeof subject !== "number") || String(subject) === "")
    throw new FederationError("invalid_request", `Missing ${name} in the identity provider's response`);
  // OpenID Connect Core 1.0, section 5.3.2: an answer about somebody else is not used.
  if (idToken["sub"] !== undefined && userInfo["sub"] !== undefined && userInfo["sub"] !== idToken["sub"])
    throw new FederationError("invalid_request", "The sub of the user info is not the one of the id_token");
  return { subject: String(subject), tokens, idToken, userInfo };
}

async function exchange(
  yard: YardContext,
  provider: ProviderRecord,
  { redirectUri, codeVerifier }: FederationRecord,
  code: string,
): Promise<Json> {
  const { details, type } = provider;
  const secret = type === "SignInWithApple" ? await appleSecret(yard, details) : details["client_secret"];
  const form = new URLSearchParams({
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    client_id: details["client_id"] ?? "",
    // AWS: "OIDC providers": a client's secret is sent in the body (client_secret_post).
    ...(secret !== undefined && { client_secret: secret }),
    ...(usesPkce(provider) && { code_verifier: codeVerifier }),
  });
  const url = details["token_url"] ?? "";
  const isGet = details["token_request_method"] === "GET";
  const answer = await ask(yard, {
    method: isGet ? "GET" : "POST",
    url: isGet ? withQuery(url, form) : url,
    headers: isGet ? JSON_HEADERS : { ...JSON_HEADERS, "content-type": "application/x-www-form-urlencoded" },
    body: isGet ? "" : form.toString(),
    timeoutMs: TIMEOUT_MS,
  });
  if (answer === undefined) throw new FederationError("server_error", "Exception processing authorization code");
  return answer;
}

/** The claims of an ID token that the provider signed for us and for this visit; none where the provider gives no such tokens. */
async function readIdToken(
  yard: YardContext,
  { details, type }: ProviderRecord,
  { nonce }: FederationRecord,
  token: unknown,
): Promise<Claims> {
  const { oidc_issuer: issuer, client_id: clientId } = details;
  // OAuth 2.0 without OpenID Connect: Facebook and Amazon answer who somebody is when they are asked with the access token.
  if (issuer === undefined) return {};
  if (typeof token !== "string")
    throw new FederationError("invalid_request", `${type} identity provider returned no id_token`);
  const { jwks_uri: jwksUri } = details;
  const verified = await verifyToken(yard, token, issuer, {
    algorithms: ALGORITHMS,
    requiredClaims: ["exp", "sub"],
    keys: { timeoutMs: TIMEOUT_MS, freshMs: KEYS_FRESH_MS, ...(jwksUri !== undefined && { jwksUri }) },
  });
  if (verified.kind !== "claims")
    throw new FederationError(
      "invalid_request",
      verified.kind === "expired" ? "The id_token has expired" : `Bad id_token: ${verified.message}`,
    );
  const { claims } = verified;
  const audience = [claims.aud].flat();
  // OpenID Connect Core 1.0, section 3.1.3.7: for us, and given to us.
  if (!audience.includes(clientId) || (claims["azp"] !== undefined && claims["azp"] !== clientId))
    throw new FederationError("invalid_request", "Bad id_token audience");
  if (claims["nonce"] !== nonce) throw new FederationError("invalid_request", "Bad id_token nonce");
  return claims;
}

async function askUserInfo(yard: YardContext, provider: ProviderRecord, accessToken: unknown): Promise<Json> {
  const { details, type, attributeMapping } = provider;
  const { attributes_url: address, attributes_request_method: method = "GET" } = details;
  // Google's ID token has what its user info has; its People API names things otherwise.
  if (address === undefined || (type === "Google" && address.startsWith("https://people.googleapis.com/"))) return {};
  const wanted = [...new Set(Object.values(attributeMapping))].join(",");
  const url = details["attributes_url_add_attributes"] === "true" ? `${address}${encodeURIComponent(wanted)}` : address;
  const headers = { ...JSON_HEADERS, authorization: `Bearer ${String(accessToken)}` };
  const answer = await ask(yard, { method, url, headers, body: "", timeoutMs: TIMEOUT_MS });
  if (answer === undefined) throw new FederationError("server_error", "Exception processing user info");
  return answer;
}

/** Whether a provider is sent a challenge: RFC 7636 in all that speak OpenID Connect but Apple's, which refuses what it does not know. */
export function usesPkce({ type }: ProviderRecord): boolean {
  return type === "OIDC" || type === "Google";
}

/** A JSON object; undefined for any other answer, and for none. Its words are not passed on: they may be anything. */
async function ask(yard: YardContext, request: OutboundRequest): Promise<Json | undefined> {
  const result = await sendOutbound(yard, request);
  if (result.kind !== "answer" || result.status !== 200) return undefined;
  try {
    return asRecord(JSON.parse(Buffer.from(result.body).toString("utf8")));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function withQuery(url: string, parameters: URLSearchParams): string {
  const target = new URL(url);
  for (const [name, value] of parameters) target.searchParams.set(name, value);
  return target.toString();
}
