// The keys of identity pools. What is found without knowing the account stands under the empty one: public operations name a pool or
// an identity and nothing else.

import type { Scope } from "../../service/context.ts";
import type { SigningKey } from "../../service/openid/signing-key.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { IdentityRecord, PoolRecord, TagMapRecord } from "./records.ts";

const key = (scope: Scope, ...rest: Key): Key => ["cognito-identity", scope.account, scope.region, ...rest];
const shared = (...rest: Key): Key => ["cognito-identity", "", "", ...rest];

export function loadPool(tx: ReadTx, scope: Scope, poolId: string): PoolRecord | undefined {
  return tx.get<PoolRecord>(key(scope, "pool", poolId));
}

export function savePool(tx: WriteTx, scope: Scope, pool: PoolRecord): void {
  tx.put(key(scope, "pool", pool.poolId), pool);
  tx.put(shared("pool", pool.poolId), { account: scope.account, region: scope.region });
}

/** Where a pool is. */
export function loadPoolHome(tx: ReadTx, poolId: string): Scope | undefined {
  return tx.get<Scope>(shared("pool", poolId));
}

export function* listPools(tx: ReadTx, scope: Scope): Generator<PoolRecord> {
  for (const { value } of tx.range<PoolRecord>({ prefix: key(scope, "pool") })) yield value;
}

/** Removes a pool with all its identities. */
export function removePool(tx: WriteTx, scope: Scope, poolId: string): void {
  for (const identity of [...identitiesOf(tx, scope, poolId)]) removeIdentity(tx, scope, identity);
  for (const entry of [...tx.range({ prefix: key(scope, "tag-map", poolId) })]) tx.delete(entry.key);
  tx.delete(key(scope, "pool", poolId));
  tx.delete(shared("pool", poolId));
}

export function loadIdentity(tx: ReadTx, scope: Scope, poolId: string, identityId: string): IdentityRecord | undefined {
  return tx.get<IdentityRecord>(key(scope, "identity", poolId, identityId));
}

/** Where an identity is, and of which pool. */
export function loadIdentityHome(tx: ReadTx, identityId: string): (Scope & { readonly poolId: string }) | undefined {
  return tx.get<Scope & { readonly poolId: string }>(shared("identity", identityId));
}

/** Keeps an identity, and by which logins it is found. */
export function saveIdentity(tx: WriteTx, scope: Scope, identity: IdentityRecord): void {
  const { poolId, identityId } = identity;
  const before = loadIdentity(tx, scope, poolId, identityId);
  if (before !== undefined) dropLogins(tx, scope, before);
  tx.put(key(scope, "identity", poolId, identityId), identity);
  tx.put(shared("identity", identityId), { account: scope.account, region: scope.region, poolId });
  for (const [provider, user] of Object.entries(identity.logins))
    tx.put(key(scope, "login", poolId, provider, user), identityId);
  for (const user of identity.developerUsers) tx.put(key(scope, "developer", poolId, user), identityId);
}

export function removeIdentity(tx: WriteTx, scope: Scope, identity: IdentityRecord): void {
  dropLogins(tx, scope, identity);
  tx.delete(key(scope, "identity", identity.poolId, identity.identityId));
  tx.delete(shared("identity", identity.identityId));
}

function dropLogins(tx: WriteTx, scope: Scope, { poolId, logins, developerUsers }: IdentityRecord): void {
  for (const [provider, user] of Object.entries(logins)) tx.delete(key(scope, "login", poolId, provider, user));
  for (const user of developerUsers) tx.delete(key(scope, "developer", poolId, user));
}

/** Identities in the order of their ids, from after `after` on. */
export function* identitiesOf(tx: ReadTx, scope: Scope, poolId: string, after?: string): Generator<IdentityRecord> {
  const prefix = key(scope, "identity", poolId);
  const from = after === undefined ? {} : { after: [...prefix, after] };
  for (const { value } of tx.range<IdentityRecord>({ prefix, ...from })) yield value;
}

/** The identity that has a login of a provider. */
export function findByLogin(
  tx: ReadTx,
  scope: Scope,
  poolId: string,
  login: { readonly provider: string; readonly user: string },
): string | undefined {
  return tx.get<string>(key(scope, "login", poolId, login.provider, login.user));
}

/** The identity of a user of the customer's own directory. */
export function findByDeveloperUser(tx: ReadTx, scope: Scope, poolId: string, user: string): string | undefined {
  return tx.get<string>(key(scope, "developer", poolId, user));
}

export function loadTagMap(tx: ReadTx, scope: Scope, poolId: string, provider: string): TagMapRecord | undefined {
  return tx.get<TagMapRecord>(key(scope, "tag-map", poolId, provider));
}

export function saveTagMap(tx: WriteTx, scope: Scope, poolId: string, provider: string, map: TagMapRecord): void {
  tx.put(key(scope, "tag-map", poolId, provider), map);
}

/** The key that signs all identity pools' tokens. */
export function loadSigningKey(tx: ReadTx): SigningKey | undefined {
  return tx.get<SigningKey>(shared("signing-key"));
}

export function saveSigningKey(tx: WriteTx, signingKey: SigningKey): void {
  tx.put(shared("signing-key"), signingKey);
}
