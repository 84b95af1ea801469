// Tokens of identity providers, as STS takes them: identity pools' of this yard, and those of issuers that IAM knows as OpenID Connect
// providers. AWS: AssumeRoleWithWebIdentity; "OIDC federation" in the IAM User Guide.

import { arnOf } from "../../iam/directory/names.ts";
import { loadNamed } from "../../iam/directory/repo.ts";
import type { Federation } from "../../iam/principal.ts";
import type { Context } from "../../service/context.ts";
import { type Claims, readClaims, verifyToken } from "../../service/openid/token.ts";
import { expiredToken, idpUnreachable, invalidIdentityToken } from "./errors.ts";

const COGNITO = "cognito-identity.amazonaws.com";
// AWS: "Passing session tags in AWS STS": tags and source identity come as claims of these names.
const TAGS = "https://aws.amazon.com/tags";
const SOURCE_IDENTITY = "https://aws.amazon.com/source_identity";

/** A token that was proved. */
export interface WebIdentityToken {
  readonly federation: Federation;
  readonly subject: string;
  readonly audience: string;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity: string | undefined;
}

/** Proves a token for a role of `account`; throws InvalidIdentityToken, ExpiredTokenException or IDPCommunicationError. */
export async function proveToken(context: Context, token: string, account: string): Promise<WebIdentityToken> {
  const said = await readClaims(token);
  if (said?.iss === undefined)
    throw invalidIdentityToken(
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    );
  const provider = findProvider(context, said.iss, account);
  const verified = await verifyToken(context, token, said.iss);
  if (verified.kind === "expired") throw expiredToken(context.clock.nowMs(), verified.expiredAtSeconds);
  if (verified.kind === "refused") {
    if (verified.why === "no-keys") throw idpUnreachable();
    throw invalidIdentityToken(
      verified.why === "malformed"
        ? "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
        : "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
    );
  }
  const { claims } = verified;
  const audience = audienceOf(claims);
  if (provider.clientIds?.includes(audience) === false) throw invalidIdentityToken("Incorrect token audience");
  return {
    federation: { provider: provider.trustName, claims: conditionKeys(provider.prefix, claims, audience) },
    subject: claims.sub ?? "",
    audience,
    ...sessionTagsOf(claims),
    sourceIdentity: textOf(claims[SOURCE_IDENTITY]),
  };
}

interface Provider {
  /** How trust policies name it. */
  readonly trustName: string;
  /** What its condition keys begin with. */
  readonly prefix: string;
  /** Whom its tokens may be for; undefined where the trust policy alone says so. */
  readonly clientIds: readonly string[] | undefined;
}

function findProvider({ store }: Context, issuer: string, account: string): Provider {
  if (issuer === `https://${COGNITO}`) return { trustName: COGNITO, prefix: COGNITO, clientIds: undefined };
  const name = issuer.replace(/^https?:\/\//, "").replace(/\/$/, "");
  const known = store.read((tx) => loadNamed(tx, account, "oidc-provider", name));
  if (known === undefined || !issuer.startsWith(`${known.scheme}//`))
    throw invalidIdentityToken(`No OpenIDConnect provider found in your account for ${issuer}`);
  return { trustName: arnOf(account, "oidc-provider", known), prefix: name, clientIds: known.clientIds };
}

/** AWS: "Available keys for AWS OIDC federation": aud is the authorized party where a token has one, and oaud is then the audience. */
function audienceOf({ azp, aud }: Claims): string {
  return textOf(azp) ?? (Array.isArray(aud) ? aud[0] : aud) ?? "";
}

function conditionKeys(prefix: string, claims: Claims, audience: string): Federation["claims"] {
  const { azp, aud, sub = "", amr, email } = claims;
  return {
    [`${prefix}:aud`]: audience,
    [`${prefix}:sub`]: sub,
    ...(azp !== undefined && aud !== undefined && { [`${prefix}:oaud`]: aud }),
    ...(Array.isArray(amr) && { [`${prefix}:amr`]: amr.map(String) }),
    ...(typeof email === "string" && { [`${prefix}:email`]: email }),
  };
}

function sessionTagsOf(claims: Claims): Pick<WebIdentityToken, "tags" | "transitiveTagKeys"> {
  const claim = claims[TAGS];
  if (typeof claim !== "object" || claim === null) return { tags: [], transitiveTagKeys: [] };
  const { principal_tags: tags, transitive_tag_keys: transitive } = claim as Record<string, unknown>;
  const entries = typeof tags === "object" && tags !== null ? Object.entries(tags as Record<string, unknown>) : [];
  return {
    tags: entries.flatMap(([Key, value]) => {
      const Value = textOf(Array.isArray(value) ? value[0] : value);
      return Value === undefined ? [] : [{ Key, Value }];
    }),
    transitiveTagKeys: Array.isArray(transitive) ? transitive.map(String) : [],
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
