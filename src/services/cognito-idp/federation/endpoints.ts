// Where an identity provider is asked: as the customer said, or as it publishes at its issuer. OpenID Connect Discovery 1.0.

import type { YardContext } from "../../../service/context.ts";
import { findProvider } from "../../../service/openid/discovery.ts";
import { invalidParameter } from "../errors.ts";
import type { ProviderType } from "../records.ts";

type Details = Readonly<Record<string, string>>;

/** What is discovered, by our names. */
const DISCOVERED = {
  authorize_url: "authorization_endpoint",
  token_url: "token_endpoint",
  attributes_url: "userinfo_endpoint",
  jwks_uri: "jwks_uri",
} as const;

/** The details with all addresses; throws InvalidParameterException where the issuer does not publish them as it has to. */
export async function withEndpoints(yard: YardContext, type: ProviderType, details: Details): Promise<Details> {
  const { oidc_issuer: issuer } = details;
  const isComplete = Object.keys(DISCOVERED).every((name) => details[name] !== undefined);
  if (type !== "OIDC" || issuer === undefined || isComplete) return details;
  // A pool of this yard may be named as it is on AWS.
  const published = yard.tokenIssuer(issuer)?.issuer ?? issuer;
  const document = await findProvider(yard, published);
  // A rehearsal asks nobody outside of itself: the release that it rehearses does.
  if (document === undefined && yard.isQuiet) return details;
  if (document === undefined) throw invalidParameter("Unable to contact well-known endpoint");
  const found = Object.entries(DISCOVERED).flatMap(([name, member]) => {
    const address = document[member];
    return typeof address === "string" ? [[name, address] as const] : [];
  });
  return { ...Object.fromEntries(found), ...details };
}
