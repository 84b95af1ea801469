// Tokens: signed ones that say who signed in, and the refresh token that gets new ones.
// AWS: "Understanding user pool JSON web tokens (JWTs)".

import { createHash } from "node:crypto";
import type { AuthenticationResultType } from "@aws-sdk/client-cognito-identity-provider";
import type { Scope, YardContext } from "../../../service/context.ts";
import { signToken } from "../../../service/openid/signing-key.ts";
import { identitiesClaim } from "../federation/identities.ts";
import { callTrigger } from "../triggers.ts";
import type { ClientRecord, ClientSettings, PoolRecord, UserRecord } from "../records.ts";
import { dropExpired, groupNamesOf, loadGroup, saveRefreshToken } from "../repo.ts";
import { shownAttributes } from "../users/users.ts";
import { claimOverrides, type Overrides } from "./token-trigger.ts";

const UNIT_MS: Readonly<Record<string, number>> = {
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};
/** The scope of sign-ins by the API. */
export const API_SCOPE = "aws.cognito.signin.user.admin";

/** A sign-in that has passed all its challenges. */
export interface SignedIn {
  readonly scope: Scope;
  readonly pool: PoolRecord;
  readonly client: ClientRecord;
  readonly user: UserRecord;
}

export interface TokenRequest {
  /** "TokenGeneration_Authentication" and its like. */
  readonly source: string;
  readonly scopes?: readonly string[];
  readonly nonce?: string | undefined;
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  /** Of the sign-in that is refreshed. */
  readonly refreshed?: { readonly originJti: string; readonly authTimeMs: number };
}

/** Where a pool's tokens say that they come from; its keys are below it. */
export function issuerOf({ origin }: Pick<YardContext, "origin">, { poolId }: Pick<PoolRecord, "poolId">): string {
  return `${origin}/${poolId}`;
}

/** New tokens; a refresh token among them unless the sign-in is one that is refreshed. */
export async function issueTokens(
  yard: YardContext,
  signedIn: SignedIn,
  request: TokenRequest,
): Promise<AuthenticationResultType> {
  const { scope, pool, client, user } = signedIn;
  const nowMs = yard.clock.nowMs();
  const originJti = request.refreshed?.originJti ?? yard.random.uuid();
  const authTimeMs = request.refreshed?.authTimeMs ?? nowMs;
  const scopes = request.scopes ?? [API_SCOPE];
  const groups = groupsOf(yard, scope, pool, user);
  const overrides = await overridesOf(yard, signedIn, request, groups, scopes);
  const settings = client.settings;
  const common = {
    iss: issuerOf(yard, pool),
    sub: user.sub,
    origin_jti: originJti,
    event_id: yard.random.uuid(),
    auth_time: Math.floor(authTimeMs / 1000),
    iat: Math.floor(nowMs / 1000),
  };
  const groupClaims = groupClaimsOf(groups, overrides);
  const idToken = await signToken(pool.signingKey, {
    ...overrides.apply("id", {
      ...common,
      ...readable(user, settings),
      ...groupClaims.id,
      "cognito:username": user.username,
      aud: client.clientId,
      token_use: "id",
      ...(request.nonce !== undefined && { nonce: request.nonce }),
    }),
    jti: yard.random.uuid(),
    exp: expiry(nowMs, settings, "IdToken"),
  });
  const accessToken = await signToken(pool.signingKey, {
    ...overrides.apply("access", {
      ...common,
      ...groupClaims.access,
      client_id: client.clientId,
      token_use: "access",
      scope: overrides.scopes(scopes).join(" "),
      version: 2,
      username: user.username,
    }),
    jti: yard.random.uuid(),
    exp: expiry(nowMs, settings, "AccessToken"),
  });
  const RefreshToken =
    request.refreshed === undefined ? keepRefreshToken(yard, signedIn, { originJti, authTimeMs, scopes }) : undefined;
  return {
    AccessToken: accessToken,
    ...(scopes.includes("openid") || scopes.includes(API_SCOPE) ? { IdToken: idToken } : {}),
    ...(RefreshToken !== undefined && { RefreshToken }),
    ExpiresIn: Math.floor(validityMs(settings, "AccessToken") / 1000),
    TokenType: "Bearer",
  };
}

/** An access token for a client itself: the client credentials grant. */
export async function issueClientToken(
  yard: YardContext,
  { pool, client }: Pick<SignedIn, "pool" | "client">,
  scopes: readonly string[],
): Promise<{ readonly accessToken: string; readonly expiresInSeconds: number }> {
  const nowMs = yard.clock.nowMs();
  const seconds = Math.floor(nowMs / 1000);
  const accessToken = await signToken(pool.signingKey, {
    sub: client.clientId,
    token_use: "access",
    scope: scopes.join(" "),
    auth_time: seconds,
    iss: issuerOf(yard, pool),
    exp: expiry(nowMs, client.settings, "AccessToken"),
    iat: seconds,
    version: 2,
    jti: yard.random.uuid(),
    client_id: client.clientId,
  });
  return { accessToken, expiresInSeconds: Math.floor(validityMs(client.settings, "AccessToken") / 1000) };
}

/** What is kept of a refresh token: not the token. */
export function hashOf(refreshToken: string): string {
  return createHash("sha256").update(refreshToken).digest("base64url");
}

/** A refresh token that nobody can guess. */
export function newRefreshToken({ random }: Pick<YardContext, "random">): string {
  return Buffer.from(random.bytes(96)).toString("base64url");
}

function keepRefreshToken(
  yard: YardContext,
  { scope, pool, client, user }: SignedIn,
  signIn: { readonly originJti: string; readonly authTimeMs: number; readonly scopes: readonly string[] },
): string {
  const token = newRefreshToken(yard);
  yard.store.write((tx) => {
    dropExpired(tx, scope, pool.poolId, yard.clock.nowMs());
    saveRefreshToken(tx, scope, pool.poolId, hashOf(token), {
      v: 1,
      clientId: client.clientId,
      username: user.username,
      ...signIn,
      expiresAtMs: signIn.authTimeMs + validityMs(client.settings, "RefreshToken"),
    });
  });
  return token;
}

interface Group {
  readonly name: string;
  readonly roleArn: string | undefined;
  readonly precedence: number;
}

/** The user's groups, the one with the lowest precedence first. */
function groupsOf(yard: YardContext, scope: Scope, { poolId }: PoolRecord, { username }: UserRecord): readonly Group[] {
  return yard.store
    .read((tx) =>
      groupNamesOf(tx, scope, poolId, username).map((name): Group => {
        const { roleArn, precedence = Number.POSITIVE_INFINITY } = loadGroup(tx, scope, poolId, name) ?? {};
        return { name, roleArn, precedence };
      }),
    )
    .toSorted((one, other) => one.precedence - other.precedence);
}

function groupClaimsOf(groups: readonly Group[], overrides: Overrides) {
  const found = {
    groupsToOverride: groups.map(({ name }) => name),
    iamRolesToOverride: groups.flatMap(({ roleArn }) => (roleArn === undefined ? [] : [roleArn])),
    preferredRole: groups[0]?.roleArn,
    ...overrides.groups,
  };
  const { groupsToOverride: names, iamRolesToOverride: roles, preferredRole } = found;
  const access = names.length === 0 ? {} : { "cognito:groups": names };
  const id = {
    ...access,
    ...(roles.length > 0 && { "cognito:roles": roles }),
    ...(preferredRole !== undefined && { "cognito:preferred_role": preferredRole }),
  };
  return { access, id };
}

/** The attributes that a client may read, typed as the claims are. */
function readable(user: UserRecord, { ReadAttributes }: ClientSettings): Record<string, unknown> {
  const shown = Object.entries(shownAttributes(user)).filter(
    ([name]) => name === "sub" || ReadAttributes === undefined || ReadAttributes.includes(name),
  );
  const typed = (name: string, value: string): unknown =>
    name === "identities"
      ? identitiesClaim(user.identities ?? [])
      : name.endsWith("_verified")
        ? value === "true"
        : value;
  return Object.fromEntries(shown.map(([name, value]) => [name, typed(name, value)]));
}

async function overridesOf(
  yard: YardContext,
  { scope, pool, client, user }: SignedIn,
  { source, clientMetadata }: TokenRequest,
  groups: readonly Group[],
  scopes: readonly string[],
): Promise<Overrides> {
  const version = pool.settings.LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion ?? "V1_0";
  const response = await callTrigger(
    yard,
    { scope, pool },
    {
      name: "PreTokenGeneration",
      source,
      version: version.slice(1, 2),
      clientId: client.clientId,
      username: user.username,
      request: {
        userAttributes: shownAttributes(user),
        groupConfiguration: {
          groupsToOverride: groups.map(({ name }) => name),
          iamRolesToOverride: groups.flatMap(({ roleArn }) => (roleArn === undefined ? [] : [roleArn])),
          preferredRole: groups[0]?.roleArn ?? null,
        },
        ...(version !== "V1_0" && { scopes }),
        clientMetadata,
      },
      response: version === "V1_0" ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null },
    },
  );
  return claimOverrides(response);
}

function expiry(nowMs: number, settings: ClientSettings, token: "AccessToken" | "IdToken"): number {
  return Math.floor((nowMs + validityMs(settings, token)) / 1000);
}

/** AWS: CreateUserPoolClient: an hour for access and id tokens, 30 days for refresh tokens. */
function validityMs(settings: ClientSettings, token: "AccessToken" | "IdToken" | "RefreshToken"): number {
  const isRefresh = token === "RefreshToken";
  const unit = settings.TokenValidityUnits?.[token] ?? (isRefresh ? "days" : "hours");
  // AWS: 0 of a refresh token means the default.
  const amount = settings[`${token}Validity`] || (isRefresh ? 30 : 1);
  return amount * (UNIT_MS[unit] ?? 0);
}
