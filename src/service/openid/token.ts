// Tokens of OpenID Connect: who signed one, and what it says once that is proved. For STS, identity pools and user pools, which take
// tokens of others. Knows neither roles nor users.

import type { JSONWebKeySet, JWTPayload } from "jose";
import type { YardContext } from "../context.ts";
import { fetchKeys } from "./discovery.ts";

/** What a token says: claims that its issuer signed. */
export type Claims = Readonly<JWTPayload>;

/** What became of a token that was held against its issuer's keys. */
export type Verified =
  | { readonly kind: "claims"; readonly claims: Claims }
  | { readonly kind: "refused"; readonly why: "malformed" | "wrong-signature" | "no-keys"; readonly message: string }
  | { readonly kind: "expired"; readonly expiredAtSeconds: number };

// AWS: "Create an OpenID Connect (OIDC) identity provider in IAM": the algorithms that a provider may sign with.
const ALGORITHMS = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];

/** What a token says of itself, nothing of it proved; undefined for what is no token. */
export async function readClaims(token: string): Promise<Claims | undefined> {
  const { decodeJwt, errors } = await import("jose");
  try {
    return decodeJwt(token);
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

/**
 * Proves that `issuer` signed the token and that it is not over. Keys of issuers in this yard are at hand; others publish theirs at
 * ISSUER/.well-known/openid-configuration. Whom the token is for is the caller's to ask.
 */
export async function verifyToken(
  yard: Pick<YardContext, "tokenIssuer" | "clock" | "store" | "address" | "inheritedOrigin" | "isQuiet">,
  token: string,
  issuer: string,
): Promise<Verified> {
  const nowMs = yard.clock.nowMs();
  const own = yard.tokenIssuer(issuer);
  const keys = own?.keys ?? (await fetchKeys(yard, issuer, nowMs));
  if (keys === undefined)
    return { kind: "refused", why: "no-keys", message: `The keys of ${issuer} could not be retrieved.` };
  const { createLocalJWKSet, jwtVerify, errors } = await import("jose");
  try {
    const keySet = createLocalJWKSet({ keys } as unknown as JSONWebKeySet);
    const { payload } = await jwtVerify(token, keySet, {
      algorithms: ALGORITHMS,
      issuer: own?.issuer ?? issuer,
      currentDate: new Date(nowMs),
      requiredClaims: ["exp", "sub"],
    });
    return { kind: "claims", claims: payload };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { kind: "expired", expiredAtSeconds: error.payload.exp ?? 0 };
    if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid)
      return { kind: "refused", why: "malformed", message: "The token is not a valid JWT." };
    if (error instanceof errors.JOSEError) return { kind: "refused", why: "wrong-signature", message: error.message };
    throw error;
  }
}
