// Whom other identity providers know a user as: how it is kept, found and shown. AWS: "Linking federated users to an existing user profile".

import type { Scope } from "../../../service/context.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import type { Identity, PoolRecord, ProviderRecord, UserRecord } from "../records.ts";
import { loadUser } from "../repo.ts";
import { loadIdentity, removeIdentity, saveIdentity } from "./repo.ts";

/** The attribute of an account's own name at its provider. AWS: AdminLinkProviderForUser. */
export const SUBJECT = "Cognito_Subject";

/** The user who has an account at a provider, by its name or by what it was linked by; undefined for nobody. */
export function findByIdentity(
  tx: ReadTx,
  scope: Scope,
  pool: PoolRecord,
  account: Pick<Identity, "providerName" | "attribute" | "userId">,
): UserRecord | undefined {
  const username = loadIdentity(tx, scope, pool.poolId, account);
  return username === undefined ? undefined : loadUser(tx, scope, pool.poolId, username);
}

/** Keeps what the identities of a user are found by; `previous` are forgotten first. */
export function indexIdentities(
  tx: WriteTx,
  scope: Scope,
  { poolId }: PoolRecord,
  user: UserRecord,
  previous: UserRecord | undefined,
): void {
  for (const identity of previous?.identities ?? []) removeIdentity(tx, scope, poolId, identity);
  for (const identity of user.identities ?? []) saveIdentity(tx, scope, poolId, identity, user.username);
}

/** An account at a provider that becomes a user's. */
export function identityAt(
  provider: ProviderRecord,
  account: { readonly attribute: string; readonly userId: string; readonly isPrimary: boolean },
  nowMs: number,
): Identity {
  return { providerName: provider.name, providerType: provider.type, ...account, createdAtMs: nowMs };
}

/** The attribute `identities`, as operations show it. AWS: AdminGetUser: a JSON array in a string. */
export function identitiesText(identities: readonly Identity[]): string {
  return JSON.stringify(
    identities.map(({ userId, providerName, providerType, isPrimary, createdAtMs }) => ({
      userId,
      providerName,
      providerType,
      issuer: null,
      primary: isPrimary,
      dateCreated: createdAtMs,
    })),
  );
}

/** The claim `identities`. AWS: "Understanding the identity (ID) token": all its values are strings. */
export function identitiesClaim(identities: readonly Identity[]): readonly object[] {
  return identities.map(({ userId, providerName, providerType, isPrimary, createdAtMs }) => ({
    userId,
    providerName,
    providerType,
    issuer: null,
    primary: String(isPrimary),
    dateCreated: String(createdAtMs),
  }));
}
