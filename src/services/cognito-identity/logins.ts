// Logins: tokens of the providers that a pool takes, proved one by one. AWS: GetId, GetCredentialsForIdentity: a map of a provider's
// name to a token.

import { arnOf, parseOidcProviderArn } from "../../iam/directory/names.ts";
import { loadNamed } from "../../iam/directory/repo.ts";
import type { YardContext } from "../../service/context.ts";
import { type Claims, readClaims, verifyToken } from "../../service/openid/token.ts";
import { externalService, forbidden, invalidLogin, unsupportedProvider } from "./errors.ts";
import { type LocatedPool, OPEN_SOCIAL_PROVIDERS } from "./pools.ts";
import { IDENTITY_PROVIDER, ISSUER, tagsIn } from "./tokens.ts";

/** A login whose token was proved. */
export interface Login {
  /** "cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE". */
  readonly provider: string;
  /** Names under which role mappings and tag maps know the provider, the most special first. */
  readonly names: readonly string[];
  /** Who it is there. */
  readonly user: string;
  readonly claims: Claims;
  /** What the token's "amr" says of it. */
  readonly method: string;
}

/** The customer's own word for somebody: a token of GetOpenIdTokenForDeveloperIdentity. */
export interface OwnToken {
  readonly identityId: string;
  readonly methods: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** All logins of a request. */
export interface Logins {
  readonly own: OwnToken | undefined;
  readonly others: readonly Login[];
}

/** Proves every login; throws NotAuthorizedException for the first that does not hold. */
export async function proveLogins(
  yard: YardContext,
  located: LocatedPool,
  given: Readonly<Record<string, string>> = {},
): Promise<Logins> {
  let own: OwnToken | undefined;
  const others: Login[] = [];
  for (const [name, token] of Object.entries(given)) {
    if (name === IDENTITY_PROVIDER) own = await proveOwn(yard, located, token);
    else others.push(await proveLogin(yard, located, name, token));
  }
  return { own, others };
}

async function proveOwn(yard: YardContext, { pool }: LocatedPool, token: string): Promise<OwnToken> {
  const claims = await prove(yard, token, ISSUER, ISSUER);
  const identityId = claims.sub ?? "";
  if (claims.aud !== pool.poolId) throw forbidden(identityId);
  const { amr } = claims;
  return { identityId, methods: Array.isArray(amr) ? amr.map(String) : [], tags: tagsIn(claims) };
}

async function proveLogin(yard: YardContext, located: LocatedPool, name: string, token: string): Promise<Login> {
  const source = userPoolOf(yard, located, name) ?? openIdOf(yard, located, name) ?? socialOf(located, name);
  if (source === undefined) throw unsupportedProvider();
  const claims = await prove(yard, token, source.issuer, source.issuerName);
  if (claims.aud === undefined) throw invalidLogin("Missing a required claim: aud");
  const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  const client = audiences.find((each) => source.clients.includes(each));
  if (client === undefined) throw unsupportedProvider();
  if (source.isCheckedAtServer(client) && yard.tokenIssuer(source.issuer)?.holds?.(claims) === false)
    throw invalidLogin("The user is signed out, disabled or deleted.");
  const user = claims.sub ?? "";
  return {
    provider: source.provider,
    names: [`${source.provider}:${client}`, source.provider, ...source.otherNames],
    user,
    claims,
    method: `${source.provider}:${source.kind}:${user}`,
  };
}

/** A provider of a pool. */
interface Source {
  readonly provider: string;
  readonly otherNames: readonly string[];
  /** By which its keys are found. */
  readonly issuer: string;
  /** What its tokens have as "iss". */
  readonly issuerName: string;
  readonly clients: readonly string[];
  readonly kind: "CognitoSignIn" | "OIDC";
  isCheckedAtServer(client: string): boolean;
}

function userPoolOf(yard: YardContext, { pool }: LocatedPool, name: string): Source | undefined {
  const provider = userPoolName(yard, name);
  const listed = (pool.settings.CognitoIdentityProviders ?? []).filter((each) => each.ProviderName === provider);
  if (listed.length === 0) return undefined;
  const issuer = `https://${provider}`;
  return {
    provider,
    otherNames: [],
    issuer,
    issuerName: yard.tokenIssuer(issuer)?.issuer ?? issuer,
    clients: listed.flatMap(({ ClientId }) => ClientId ?? []),
    kind: "CognitoSignIn",
    isCheckedAtServer: (client) =>
      listed.some(({ ClientId, ServerSideTokenCheck }) => ClientId === client && ServerSideTokenCheck === true),
  };
}

/**
 * A user pool's name as AWS has it. Clients that make the name from a token's "iss", as Amplify does, bring the yard's address instead.
 */
function userPoolName({ origin }: YardContext, name: string): string {
  const local = `${origin.replace(/^https?:\/\//, "")}/`;
  if (!name.startsWith(local)) return name;
  const poolId = name.slice(local.length);
  return `cognito-idp.${poolId.split("_")[0] ?? ""}.amazonaws.com/${poolId}`;
}

function openIdOf({ store }: YardContext, { scope, pool }: LocatedPool, name: string): Source | undefined {
  for (const arn of pool.settings.OpenIdConnectProviderARNs ?? []) {
    if (parseOidcProviderArn(arn)?.name !== name) continue;
    const known = store.read((tx) => loadNamed(tx, scope.account, "oidc-provider", name));
    if (known === undefined) return undefined;
    const issuer = `${known.scheme}//${name}`;
    const otherNames = [arnOf(scope.account, "oidc-provider", known)];
    return { ...openId(name, issuer, known.clientIds), otherNames };
  }
  return undefined;
}

function socialOf({ pool }: LocatedPool, name: string): Source | undefined {
  const applications = pool.settings.SupportedLoginProviders?.[name];
  const issuer = OPEN_SOCIAL_PROVIDERS[name];
  // AWS: several applications of one provider are written one after the other, with semicolons.
  return applications === undefined || issuer === undefined ? undefined : openId(name, issuer, applications.split(";"));
}

function openId(provider: string, issuer: string, clients: readonly string[]): Source {
  return {
    provider,
    otherNames: [],
    issuer,
    issuerName: issuer,
    clients,
    kind: "OIDC",
    isCheckedAtServer: () => false,
  };
}

async function prove(yard: YardContext, token: string, issuer: string, issuerName: string): Promise<Claims> {
  const said = await readClaims(token);
  if (said === undefined) throw invalidLogin("Not a valid OpenId Connect identity token.");
  if (said.iss !== issuerName) throw invalidLogin("Issuer doesn't match providerName");
  const verified = await verifyToken(yard, token, issuer);
  if (verified.kind === "claims") return verified.claims;
  if (verified.kind === "expired")
    throw invalidLogin(`Token expired: ${Math.floor(yard.clock.nowMs() / 1000)} >= ${verified.expiredAtSeconds}`);
  if (verified.why === "no-keys") throw externalService(`The keys of ${issuer} could not be retrieved.`);
  throw invalidLogin(
    verified.why === "malformed" ? "Not a valid OpenId Connect identity token." : "Token signature invalid.",
  );
}
