// Finding identity pools, and what they are made of.

import type { CreateIdentityPoolCommandInput, IdentityPool } from "@aws-sdk/client-cognito-identity";
import { parseOidcProviderArn } from "../../iam/directory/names.ts";
import { formatArn, parseArn } from "../../kernel/arns.ts";
import type { Input } from "../../service/apis.ts";
import type { Context, Scope, YardContext } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { identityNotFound, invalidParameter, notImplemented, poolNotFound } from "./errors.ts";
import type { IdentityRecord, PoolRecord, PoolSettings } from "./records.ts";
import { loadIdentity, loadIdentityHome, loadPool, loadPoolHome, savePool } from "./repo.ts";

/** A pool, and where it is. */
export interface LocatedPool {
  readonly scope: Scope;
  readonly pool: PoolRecord;
}

/** Social providers whose tokens are OpenID Connect's, with their issuers. Tokens of the others only these can check. */
export const OPEN_SOCIAL_PROVIDERS: Readonly<Record<string, string>> = {
  "accounts.google.com": "https://accounts.google.com",
  "appleid.apple.com": "https://appleid.apple.com",
};

// LIMIT: AWS: TagResource: at most 50.
const MOST_TAGS = 50;

export function poolArn({ account, region }: Scope, poolId: string): string {
  return formatArn("cognito-identity", region, account, `identitypool/${poolId}`);
}

/** The pool of an account; throws ResourceNotFoundException. */
export function requirePool(tx: ReadTx, scope: Scope, poolId: string): PoolRecord {
  const pool = loadPool(tx, scope, poolId);
  if (pool === undefined) throw poolNotFound(poolId);
  return pool;
}

/** The pool that a public operation names, wherever it is. */
export function findPool({ store }: Pick<YardContext, "store">, poolId: string): LocatedPool {
  return store.read((tx) => {
    const scope = loadPoolHome(tx, poolId);
    if (scope === undefined) throw poolNotFound(poolId);
    return { scope, pool: requirePool(tx, scope, poolId) };
  });
}

/** The identity that a public operation names, with its pool. */
export function findIdentity(
  { store }: Pick<YardContext, "store">,
  identityId: string,
): LocatedPool & { readonly identity: IdentityRecord } {
  return store.read((tx) => {
    const home = loadIdentityHome(tx, identityId);
    const scope = home && { account: home.account, region: home.region };
    const identity = scope && loadIdentity(tx, scope, home.poolId, identityId);
    if (scope === undefined || identity === undefined) throw identityNotFound(identityId);
    return { scope, pool: requirePool(tx, scope, identity.poolId), identity };
  });
}

/** Replaces a pool by what `change` makes of it. */
export function updatePool(
  context: Context,
  poolId: string,
  change: (pool: PoolRecord, tx: WriteTx) => PoolRecord,
): PoolRecord {
  return context.store.write((tx) => {
    const changed = change(requirePool(tx, context, poolId), tx);
    savePool(tx, context, changed);
    return changed;
  });
}

/** The id of the pool of an ARN in the caller's account and Region; throws ResourceNotFoundException. */
export function poolIdOf(scope: Scope, arn: string): string {
  const parsed = parseArn(arn);
  const poolId = /^identitypool\/(.+)$/.exec(parsed?.resource ?? "")?.[1];
  if (parsed?.service !== "cognito-identity" || poolId === undefined)
    throw invalidParameter(`'${arn}' is not the ARN of an identity pool.`);
  if (parsed.account !== scope.account || parsed.region !== scope.region) throw poolNotFound(poolId);
  return poolId;
}

/** The settings of a request. AWS: CreateIdentityPool; what is not given is taken away by UpdateIdentityPool. */
export function settingsOf(
  input: Omit<Input<CreateIdentityPoolCommandInput>, "IdentityPoolTags">,
  { account }: Scope,
): PoolSettings {
  if ((input.SamlProviderARNs ?? []).length > 0) throw notImplemented("A SAML provider of an identity pool");
  for (const name of Object.keys(input.SupportedLoginProviders ?? {}))
    if (!Object.hasOwn(OPEN_SOCIAL_PROVIDERS, name))
      throw notImplemented(`The login provider "${name}", whose tokens are no OpenID Connect tokens,`);
  for (const arn of input.OpenIdConnectProviderARNs ?? [])
    if (parseOidcProviderArn(arn)?.account !== account)
      throw invalidParameter(`'${arn}' is not the ARN of an OpenID Connect provider of this account.`);
  for (const { ProviderName, ClientId } of input.CognitoIdentityProviders ?? [])
    if (ProviderName === undefined || ClientId === undefined)
      throw invalidParameter("Invalid Cognito Identity Provider");
  const { IdentityPoolName, AllowUnauthenticatedIdentities } = input;
  return {
    IdentityPoolName,
    AllowUnauthenticatedIdentities,
    ...given({
      AllowClassicFlow: input.AllowClassicFlow,
      SupportedLoginProviders: input.SupportedLoginProviders,
      DeveloperProviderName: input.DeveloperProviderName,
      OpenIdConnectProviderARNs: input.OpenIdConnectProviderARNs,
      CognitoIdentityProviders: input.CognitoIdentityProviders,
    }),
  };
}

/** The pool as answers show it. */
export function describePool({ poolId, settings, tags }: PoolRecord): IdentityPool {
  const { OpenIdConnectProviderARNs: arns, CognitoIdentityProviders: pools, ...rest } = settings;
  return {
    IdentityPoolId: poolId,
    ...rest,
    ...(arns !== undefined && { OpenIdConnectProviderARNs: [...arns] }),
    ...(pools !== undefined && { CognitoIdentityProviders: [...pools] }),
    IdentityPoolTags: { ...tags },
  };
}

/** The tags, if there are not too many. */
export function requireTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (Object.keys(tags).filter((key) => !key.startsWith("aws:")).length > MOST_TAGS)
    throw invalidParameter(`An identity pool can have at most ${MOST_TAGS} tags.`);
  return tags;
}

function given<T extends object>(values: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
