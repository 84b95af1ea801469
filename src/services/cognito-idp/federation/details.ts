// The ProviderDetails of each type of identity provider: what has to be said, what may be, and what AWS fills in. Pure.
// AWS: CreateIdentityProvider, ProviderDetails.

import { invalidParameter } from "../errors.ts";
import type { ProviderType } from "../records.ts";

type Details = Readonly<Record<string, string>>;

interface Kind {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** What AWS fills in. DEVIATION: addresses can be given, so that a stand-in on this machine takes the provider's place. */
  filledIn(given: Details): Details;
  /** The claim that names an account: never another one, or a provider's users could choose whose account they are. */
  readonly subject: string;
}

const ADDRESSES = ["authorize_url", "token_url", "attributes_url", "jwks_uri"];
const SOCIAL = ["attributes_url_add_attributes", "token_request_method", "oidc_issuer", ...ADDRESSES];

const KINDS: Readonly<Record<ProviderType, Kind>> = {
  OIDC: {
    required: ["client_id", "attributes_request_method", "oidc_issuer", "authorize_scopes"],
    optional: ["client_secret", "attributes_url_add_attributes", ...ADDRESSES],
    filledIn: () => ({ attributes_url_add_attributes: "false" }),
    subject: "sub",
  },
  Google: {
    required: ["client_id", "client_secret", "authorize_scopes"],
    optional: SOCIAL,
    filledIn: () => ({
      attributes_url: "https://people.googleapis.com/v1/people/me?personFields=",
      attributes_url_add_attributes: "true",
      authorize_url: "https://accounts.google.com/o/oauth2/v2/auth",
      oidc_issuer: "https://accounts.google.com",
      token_request_method: "POST",
      token_url: "https://www.googleapis.com/oauth2/v4/token",
    }),
    subject: "sub",
  },
  Facebook: {
    required: ["client_id", "client_secret", "authorize_scopes"],
    optional: ["api_version", ...SOCIAL],
    filledIn({ api_version: version = "v17.0" }) {
      return {
        api_version: version,
        attributes_url: `https://graph.facebook.com/${version}/me?fields=`,
        attributes_url_add_attributes: "true",
        authorize_url: `https://www.facebook.com/${version}/dialog/oauth`,
        token_request_method: "GET",
        token_url: `https://graph.facebook.com/${version}/oauth/access_token`,
      };
    },
    subject: "id",
  },
  LoginWithAmazon: {
    required: ["client_id", "client_secret", "authorize_scopes"],
    optional: SOCIAL,
    filledIn: () => ({
      attributes_url: "https://api.amazon.com/user/profile",
      attributes_url_add_attributes: "false",
      authorize_url: "https://www.amazon.com/ap/oa",
      token_request_method: "POST",
      token_url: "https://api.amazon.com/auth/o2/token",
    }),
    subject: "user_id",
  },
  SignInWithApple: {
    required: ["client_id", "team_id", "key_id", "private_key", "authorize_scopes"],
    optional: SOCIAL,
    filledIn: () => ({
      attributes_url_add_attributes: "false",
      authorize_url: "https://appleid.apple.com/auth/authorize",
      oidc_issuer: "https://appleid.apple.com",
      token_request_method: "POST",
      token_url: "https://appleid.apple.com/auth/token",
    }),
    subject: "sub",
  },
};

/** The claim by which a type of provider names accounts. */
export function subjectOf(type: ProviderType): string {
  return KINDS[type].subject;
}

/** A type that is there; AWS has SAML besides. */
export function isProviderType(type: string): type is ProviderType {
  return type in KINDS;
}

/** The details of a request with what AWS fills in; throws InvalidParameterException for those that miss, or mean nothing. */
export function readDetails(type: ProviderType, given: Details): Details {
  const { required, optional, filledIn } = KINDS[type];
  const missing = required.filter((name) => (given[name] ?? "") === "");
  if (missing.length > 0) throw invalidParameter(`Missing required provider details: ${missing.join(", ")}`);
  const unknown = Object.keys(given).filter((name) => !required.includes(name) && !optional.includes(name));
  if (unknown.length > 0) throw invalidParameter(`Invalid provider details: ${unknown.join(", ")}`);
  const details = { ...filledIn(given), ...given };
  for (const name of ["oidc_issuer", ...ADDRESSES])
    if (details[name] !== undefined && !isAddress(details[name]))
      throw invalidParameter(`Invalid provider details: ${name} has to be an HTTPS URL`);
  if (type === "OIDC") requireOidc(details);
  return details;
}

function requireOidc({ attributes_request_method: method = "", authorize_scopes: scopes = "" }: Details): void {
  if (method !== "GET" && method !== "POST")
    throw invalidParameter("attributes_request_method has to be one of GET, POST");
  // Without it there is no ID token, and nobody who says who somebody is.
  if (!scopes.split(/[\s,]+/).includes("openid")) throw invalidParameter("authorize_scopes must contain openid");
}

/** AWS: HTTPS only. DEVIATION: or this machine, where other pools and stand-ins for providers are. */
function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  const isHere = hostname === "127.0.0.1" || hostname === "localhost" || hostname.endsWith(".localhost");
  return (
    (protocol === "https:" || (protocol === "http:" && isHere)) && username === "" && password === "" && hash === ""
  );
}
