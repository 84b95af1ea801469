// The tokens of identity pools themselves: OpenID Connect tokens that name an identity, for STS and for the way back from a customer's
// own sign-in. AWS: GetOpenIdToken; "Role trust and permissions" in the Cognito developer guide.

import type { YardContext } from "../../service/context.ts";
import { newSigningKey, signToken, type SigningKey } from "../../service/openid/signing-key.ts";
import type { TokenIssuer } from "../../service/service.ts";
import { loadSigningKey, saveSigningKey } from "./repo.ts";

/** How trust policies, and logins, name identity pools. */
export const IDENTITY_PROVIDER = "cognito-identity.amazonaws.com";
/** The tokens' "iss": AWS's, since trust policies name it. */
export const ISSUER = `https://${IDENTITY_PROVIDER}`;
const TAGS_CLAIM = "https://aws.amazon.com/tags";

/** What a token says of an identity. */
export interface IdentityToken {
  readonly identityId: string;
  readonly poolId: string;
  /** How it was authenticated: "authenticated" and by whom, or "unauthenticated". */
  readonly methods: readonly string[];
  /** Tags of the sessions that begin with it. */
  readonly tags: Readonly<Record<string, string>>;
  readonly seconds: number;
}

/** A signed token. */
export async function issueToken(yard: YardContext, token: IdentityToken): Promise<string> {
  const nowSeconds = Math.floor(yard.clock.nowMs() / 1000);
  const tags = Object.entries(token.tags).map(([name, value]) => [name, [value]] as const);
  return signToken(await ensureSigningKey(yard), {
    iss: ISSUER,
    sub: token.identityId,
    aud: token.poolId,
    amr: token.methods,
    iat: nowSeconds,
    exp: nowSeconds + token.seconds,
    ...(tags.length > 0 && { [TAGS_CLAIM]: { principal_tags: Object.fromEntries(tags) } }),
  });
}

/** The tags in a token's claims. */
export function tagsIn(claims: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const { principal_tags: tags = {} } = (claims[TAGS_CLAIM] ?? {}) as { principal_tags?: Record<string, string[]> };
  return Object.fromEntries(Object.entries(tags).map(([name, values]) => [name, values[0] ?? ""]));
}

/** Identity pools as an issuer, for STS; undefined for other issuers. */
export function tokenIssuer(name: string, { store }: YardContext): TokenIssuer | undefined {
  if (name !== ISSUER) return undefined;
  const key = store.read(loadSigningKey);
  // No key has been made yet: whoever says that this signed something is wrong.
  return { issuer: ISSUER, keys: key === undefined ? [] : [key.publicJwk] };
}

async function ensureSigningKey({ store, random }: YardContext): Promise<SigningKey> {
  const known = store.read(loadSigningKey);
  if (known !== undefined) return known;
  const made = await newSigningKey(random);
  return store.write<SigningKey>((tx) => {
    // RACE: two first tokens at once each make a key: the first that is kept is the key.
    const first = loadSigningKey(tx);
    if (first === undefined) saveSigningKey(tx, made);
    return first ?? made;
  });
}
