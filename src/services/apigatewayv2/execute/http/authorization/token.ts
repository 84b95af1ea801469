// JWT authorizers: a token of the authorizer's issuer, for one of its audiences, with one of the route's scopes where it names any.
// AWS: "Control access to HTTP APIs with JWT authorizers in API Gateway".

import { type Claims, type TokenRules, verifyToken } from "../../../../../service/openid/token.ts";
import type { AuthorizerRecord } from "../../../records.ts";
import type { Call } from "../call.ts";
import { type Failure, forbidden, internalError, unauthorized } from "../failure.ts";
import { selected } from "../selection.ts";

/** AWS: "JWT authorizers only support RSA-based algorithms." LIMIT: AWS: "Quotas": 1,500 ms for either document, 150,000 bytes of keys; kept for two hours. */
const RULES: TokenRules = {
  algorithms: ["RS256", "RS384", "RS512"],
  requiredClaims: [],
  takesAnyIssuer: true,
  keys: { timeoutMs: 1500, mostBytes: 150_000, freshMs: 2 * 60 * 60_000, mayNameAnother: true },
};

/** Throws a failure unless the request brings a token that is good; its claims become the event's authorizer.jwt. */
export async function authorizeByToken(call: Call, authorizer: AuthorizerRecord): Promise<void> {
  const scopes = call.route.authorizationScopes ?? [];
  const token = tokenOf(call, authorizer);
  const { issuer: expected = "", audience = [] } = authorizer.jwt ?? {};
  const claims = await verified(call, token, expected);
  // AWS: client_id is looked at only where there is no aud.
  const audiences = claims.aud ?? claims["client_id"];
  const isForUs = [audiences].flat().some((each) => typeof each === "string" && audience.includes(each));
  if (!isForUs) throw invalidToken("the token does not have a valid audience");
  const granted = scopesOf(claims);
  if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) throw insufficientScope(scopes);
  call.facts.jwt = {
    claims: Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, textOf(value)])),
    scopes: scopes.length === 0 ? null : scopes.filter((scope) => granted.includes(scope)),
  };
}

/** AWS: the first identity source that the request has; "Bearer" may stand before the token. */
function tokenOf(call: Call, { identitySource }: AuthorizerRecord): string {
  for (const source of identitySource) {
    const token = (selected(source, call) ?? "").replace(/^Bearer\s+/i, "");
    if (token !== "") return token;
  }
  throw unauthorized({ "www-authenticate": "Bearer" }, "The identity source is empty");
}

async function verified(call: Call, token: string, expected: string): Promise<Claims> {
  const { yard } = call;
  if (token.split(".").length !== 3) throw invalidToken("token contains an invalid number of segments");
  const found = await verifyToken(yard, token, expected, RULES);
  if (found.kind === "expired") throw invalidToken("the token has expired");
  if (found.kind === "refused")
    throw found.why === "no-keys"
      ? internalError("AUTHORIZER_CONFIGURATION_ERROR", found.message)
      : invalidToken("signature is invalid");
  const { claims, keyId } = found;
  // AWS: "kid: the token must have a header claim that matches the key in the jwks_uri that signed the token."
  if (keyId === undefined) throw invalidToken("the token does not have a key ID");
  // A pool's own address differs from AWS's, which templates name: its tokens are good under either.
  const issuers = [expected, yard.tokenIssuer(expected)?.issuer];
  if (claims.iss === undefined || !issuers.includes(claims.iss))
    throw invalidToken("the token does not have a valid issuer");
  if (claims.exp === undefined) throw invalidToken("the token does not have an expiry");
  if (claims.iat !== undefined && claims.iat * 1000 > yard.clock.nowMs() + 1000)
    throw invalidToken("the token is used before it was issued");
  return claims;
}

function scopesOf({ scope, scp }: Claims): readonly string[] {
  const given = scope ?? scp;
  if (Array.isArray(given)) return given.map(String);
  return typeof given === "string" ? given.split(" ") : [];
}

/** AWS: "Troubleshooting issues with HTTP API JWT authorizers": the header says what is wrong with a token. */
function invalidToken(description: string): Failure {
  return unauthorized(
    { "www-authenticate": `Bearer scope="" error="invalid_token" error_description="${description}"` },
    description,
  );
}

function insufficientScope(scopes: readonly string[]): Failure {
  const description = "the token does not have any of the required scopes";
  const header = `Bearer scope="${scopes.join(" ")}" error="insufficient_scope" error_description="${description}"`;
  return forbidden({ "www-authenticate": header }, description);
}

/** AWS: recorded: claims are texts in events; lists stand in brackets, with spaces between. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(" ")}]`;
  return typeof value === "string" ? value : JSON.stringify(value);
}
