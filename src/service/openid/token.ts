// Tokens of OpenID Connect: who signed one, and what it says once that is proved. For STS, identity pools and JWT authorizers, which take
// tokens of others. Knows neither roles nor users.

import type { JSONWebKeySet, JWTPayload } from "jose";
import type { YardContext } from "../context.ts";
import { fetchKeys, type KeyRequest } from "./discovery.ts";

/** What a token says: claims that its issuer signed. */
export type Claims = Readonly<JWTPayload>;

/** What became of a token that was held against its issuer's keys. */
export type Verified =
  | { readonly kind: "claims"; readonly claims: Claims; /** The header's "kid". */ readonly keyId: string | undefined }
  | { readonly kind: "refused"; readonly why: "malformed" | "wrong-signature" | "no-keys"; readonly message: string }
  | { readonly kind: "expired"; readonly expiredAtSeconds: number };

/** What is asked of a token. */
export interface TokenRules {
  readonly algorithms: readonly string[];
  readonly requiredClaims: readonly string[];
  /** Whether the caller looks at "iss" by itself. */
  readonly takesAnyIssuer?: boolean;
  /** How issuers outside of the yard are asked; as OpenID providers of IAM by default. */
  readonly keys?: KeyRequest;
}

/** AWS: "Create an OpenID Connect (OIDC) identity provider in IAM": the algorithms that a provider may sign with. */
const OF_PROVIDERS: TokenRules = {
  algorithms: ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"],
  requiredClaims: ["exp", "sub"],
};

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
  rules: TokenRules = OF_PROVIDERS,
): Promise<Verified> {
  const nowMs = yard.clock.nowMs();
  const own = yard.tokenIssuer(issuer);
  const found =
    own === undefined ? await fetchKeys(yard, issuer, nowMs, rules.keys) : { ...own, kind: "keys" as const };
  if (found.kind === "no-keys") return { kind: "refused", why: "no-keys", message: found.reason };
  const { createLocalJWKSet, jwtVerify, errors } = await import("jose");
  try {
    const keySet = createLocalJWKSet({ keys: found.keys } as unknown as JSONWebKeySet);
    const { payload, protectedHeader } = await jwtVerify(token, keySet, {
      algorithms: [...rules.algorithms],
      ...(rules.takesAnyIssuer === true ? {} : { issuer: own?.issuer ?? issuer }),
      currentDate: new Date(nowMs),
      requiredClaims: [...rules.requiredClaims],
    });
    return { kind: "claims", claims: payload, keyId: protectedHeader.kid };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { kind: "expired", expiredAtSeconds: error.payload.exp ?? 0 };
    if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid)
      return { kind: "refused", why: "malformed", message: "The token is not a valid JWT." };
    if (error instanceof errors.JOSEError) return { kind: "refused", why: "wrong-signature", message: error.message };
    throw error;
  }
}
