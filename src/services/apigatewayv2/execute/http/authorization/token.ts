// JWT authorizers: a token of the authorizer's issuer, for one of its audiences, with one of the route's scopes where it names any.
// AWS: "Control access to HTTP APIs with JWT authorizers in API Gateway".

import type { JWTPayload } from "jose";
import type { AuthorizerRecord } from "../../../records.ts";
import type { Call } from "../call.ts";
import { type Failure, forbidden, unauthorized } from "../failure.ts";
import { selected } from "../selection.ts";
import { findIssuer } from "./issuer.ts";

/** AWS: "JWT authorizers only support RSA-based algorithms." */
const ALGORITHMS = ["RS256", "RS384", "RS512"];

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

async function verified(call: Call, token: string, expected: string): Promise<JWTPayload> {
  const { createLocalJWKSet, errors, jwtVerify } = await import("jose");
  if (token.split(".").length !== 3) throw invalidToken("token contains an invalid number of segments");
  const issuer = await findIssuer(call, expected);
  const nowMs = call.yard.clock.nowMs();
  try {
    const keys = createLocalJWKSet({ keys: [...issuer.keys] });
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      currentDate: new Date(nowMs),
    });
    // AWS: "kid: the token must have a header claim that matches the key in the jwks_uri that signed the token."
    if (protectedHeader.kid === undefined) throw invalidToken("the token does not have a key ID");
    if (!issuer.names.includes(payload.iss ?? "")) throw invalidToken("the token does not have a valid issuer");
    if (payload.exp === undefined) throw invalidToken("the token does not have an expiry");
    if (payload.iat !== undefined && payload.iat * 1000 > nowMs + 1000)
      throw invalidToken("the token is used before it was issued");
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw invalidToken("the token has expired");
    if (error instanceof errors.JOSEError) throw invalidToken("signature is invalid");
    throw error;
  }
}

function scopesOf({ scope, scp }: JWTPayload): readonly string[] {
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
