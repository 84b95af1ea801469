// What is kept of other identity providers: they, the accounts that users have there, and the visitors who are on their way.

import type { Scope } from "../../../service/context.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import { keepUntil, key } from "../keys.ts";
import type { FederationRecord, Identity, ProviderRecord } from "../records.ts";

export function loadProvider(tx: ReadTx, scope: Scope, poolId: string, name: string): ProviderRecord | undefined {
  return tx.get<ProviderRecord>(key(scope, "provider", poolId, name));
}

export function saveProvider(tx: WriteTx, scope: Scope, poolId: string, provider: ProviderRecord): void {
  tx.put(key(scope, "provider", poolId, provider.name), provider);
}

export function removeProvider(tx: WriteTx, scope: Scope, poolId: string, name: string): void {
  tx.delete(key(scope, "provider", poolId, name));
}

export function* listProviders(tx: ReadTx, scope: Scope, poolId: string): Generator<ProviderRecord> {
  for (const { value } of tx.range<ProviderRecord>({ prefix: key(scope, "provider", poolId) })) yield value;
}

/** What an account at a provider is found by. */
type AccountName = Pick<Identity, "providerName" | "attribute" | "userId">;

/** The name of the user who has an account at a provider. */
export function loadIdentity(tx: ReadTx, scope: Scope, poolId: string, account: AccountName): string | undefined {
  return tx.get<string>(key(scope, "identity", poolId, account.providerName, account.attribute, account.userId));
}

export function saveIdentity(tx: WriteTx, scope: Scope, poolId: string, account: AccountName, username: string): void {
  tx.put(key(scope, "identity", poolId, account.providerName, account.attribute, account.userId), username);
}

export function removeIdentity(tx: WriteTx, scope: Scope, poolId: string, account: AccountName): void {
  tx.delete(key(scope, "identity", poolId, account.providerName, account.attribute, account.userId));
}

export function saveFederation(
  tx: WriteTx,
  scope: Scope,
  poolId: string,
  hash: string,
  federation: FederationRecord,
): void {
  keepUntil(tx, scope, poolId, federation.expiresAtMs, "federation", hash);
  tx.put(key(scope, "federation", poolId, hash), federation);
}

/** Takes what a state stands for: it can come back once. */
export function takeFederation(tx: WriteTx, scope: Scope, poolId: string, hash: string): FederationRecord | undefined {
  const federation = tx.get<FederationRecord>(key(scope, "federation", poolId, hash));
  tx.delete(key(scope, "federation", poolId, hash));
  return federation;
}
