// New tokens for a refresh token, and the end of refresh tokens. AWS: "Refresh tokens", "Ending user sessions with token revocation".

import type { AuthenticationResultType } from "@aws-sdk/client-cognito-identity-provider";
import type { YardContext } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { notAuthorized, refreshTokenReused } from "../errors.ts";
import type { RefreshTokenRecord, UserRecord } from "../records.ts";
import { loadRefreshToken, refreshTokensOf, removeRefreshToken, revoke, saveRefreshToken } from "../repo.ts";
import { findUser, type Located } from "../users/users.ts";
import { requireSecretHash, type SignIn } from "./sign-in.ts";
import { hashOf, issueTokens, newRefreshToken } from "./tokens.ts";

/** Access and id tokens for a refresh token; throws NotAuthorizedException for one that is wrong or over. */
export async function refresh(
  yard: YardContext,
  signIn: SignIn,
  token: string,
  secret: { readonly hash: string | undefined; readonly username: string | undefined } | "proved",
): Promise<AuthenticationResultType> {
  const { record, user } = readToken(yard, signIn, token);
  // AWS: the hash is of the username, or of the sub where the client knows no other.
  if (secret !== "proved") requireSecretHash(signIn, secret.username ?? user.username, secret.hash);
  if (!user.isEnabled) throw notAuthorized("User is disabled.");
  const { originJti, authTimeMs, scopes } = record;
  const RefreshToken = rotate(yard, signIn, token, record);
  const tokens = await issueTokens(
    yard,
    { ...signIn, user },
    {
      source: "TokenGeneration_RefreshTokens",
      scopes,
      clientMetadata: signIn.clientMetadata,
      refreshed: { originJti, authTimeMs },
    },
  );
  return { ...tokens, ...(RefreshToken !== undefined && { RefreshToken }) };
}

/**
 * The token that takes another's place, where the client wants that: good for what is left of the first one's time. The old one is
 * good for some seconds more, so that a client whose answer was lost may ask again. AWS: "Refresh tokens", rotation.
 */
function rotate(
  yard: YardContext,
  { scope, pool, client }: SignIn,
  token: string,
  record: RefreshTokenRecord,
): string | undefined {
  const { RefreshTokenRotation: rotation } = client.settings;
  if (rotation?.Feature !== "ENABLED") return undefined;
  const next = newRefreshToken(yard);
  const graceMs = (rotation.RetryGracePeriodSeconds ?? 0) * 1000;
  const rotatedUntilMs = record.rotatedUntilMs ?? yard.clock.nowMs() + graceMs;
  yard.store.write((tx) => {
    saveRefreshToken(tx, scope, pool.poolId, hashOf(token), { ...record, rotatedUntilMs });
    saveRefreshToken(tx, scope, pool.poolId, hashOf(next), record);
  });
  return next;
}

// LIMIT: AWS: CreateUserPoolClient: an access token is good for a day at most, so its revocation has to be known no longer.
const LONGEST_ACCESS_MS = 86_400_000;

/** Ends a refresh token, and the access tokens that came of it. One that is not there is no error. */
export function revokeRefreshToken(yard: YardContext, { scope, pool, client }: SignIn, token: string): void {
  const hash = hashOf(token);
  yard.store.write((tx) => {
    const record = loadRefreshToken(tx, scope, pool.poolId, hash);
    if (record === undefined || record.clientId !== client.clientId) return;
    revoke(tx, scope, pool.poolId, record.originJti, yard.clock.nowMs() + LONGEST_ACCESS_MS);
    // Those as well that have taken its place, and those whose place it took.
    for (const other of refreshTokensOf(tx, scope, pool.poolId, record.username))
      if (loadRefreshToken(tx, scope, pool.poolId, other)?.originJti === record.originJti)
        removeRefreshToken(tx, scope, pool.poolId, other);
  });
}

/** Ends all sign-ins of a user. */
export function signOutEverywhere(
  { clock }: Pick<YardContext, "clock">,
  tx: WriteTx,
  { scope, pool, user: { username } }: Located,
): void {
  for (const hash of refreshTokensOf(tx, scope, pool.poolId, username)) {
    const record = loadRefreshToken(tx, scope, pool.poolId, hash);
    const untilMs = clock.nowMs() + LONGEST_ACCESS_MS;
    if (record !== undefined) revoke(tx, scope, pool.poolId, record.originJti, untilMs);
    removeRefreshToken(tx, scope, pool.poolId, hash);
  }
}

function readToken(
  yard: YardContext,
  { scope, pool, client }: SignIn,
  token: string,
): { readonly record: RefreshTokenRecord; readonly user: UserRecord } {
  return yard.store.read((tx) => {
    const record = loadRefreshToken(tx, scope, pool.poolId, hashOf(token));
    const user = record === undefined ? undefined : findUser(tx, scope, pool, record.username);
    if (record === undefined || user === undefined || record.clientId !== client.clientId)
      throw notAuthorized("Invalid Refresh Token");
    if (record.expiresAtMs <= yard.clock.nowMs()) throw notAuthorized("Refresh Token has expired");
    if (record.rotatedUntilMs !== undefined && record.rotatedUntilMs <= yard.clock.nowMs()) throw refreshTokenReused();
    return { record, user };
  });
}
