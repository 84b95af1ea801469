// Finding users by what they sign in with, and keeping those names right.

import type { UserType } from "@aws-sdk/client-cognito-identity-provider";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import { attributeList } from "../attributes.ts";
import { aliasExists, userNotFound } from "../errors.ts";
import type { PoolRecord, UserRecord } from "../records.ts";
import { identitiesText, indexIdentities } from "../federation/identities.ts";
import { loadAlias, loadPool, loadUser, removeAlias, saveAlias, saveUser } from "../repo.ts";

/** A user and the pool. */
export interface Located {
  readonly scope: Scope;
  readonly pool: PoolRecord;
  readonly user: UserRecord;
}

/** The user whom a name means: the username, the sub, or an alias of the pool; undefined for nobody. */
export function findUser(tx: ReadTx, scope: Scope, pool: PoolRecord, name: string): UserRecord | undefined {
  const folded = foldName(pool, name);
  const direct = loadUser(tx, scope, pool.poolId, folded);
  if (direct !== undefined) return direct;
  for (const kind of [...signInAttributes(pool), "sub"]) {
    const username = loadAlias(tx, scope, pool.poolId, kind, folded);
    const user = username === undefined ? undefined : loadUser(tx, scope, pool.poolId, username);
    if (user !== undefined) return user;
  }
  return undefined;
}

/** The same; throws UserNotFoundException. */
export function requireUser(tx: ReadTx, scope: Scope, pool: PoolRecord, name: string): UserRecord {
  const user = findUser(tx, scope, pool, name);
  if (user === undefined) throw userNotFound();
  return user;
}

/** The user as it is now: whoever waited for something holds one of before. */
export function present({ store }: Pick<YardContext, "store">, { scope, pool, user }: Located): UserRecord {
  const current = store.read((tx) => loadUser(tx, scope, pool.poolId, user.username));
  if (current === undefined) throw userNotFound();
  return current;
}

/** Replaces a user by what `change` makes of the present one. */
export function updateUser(
  yard: Pick<YardContext, "store" | "clock">,
  { scope, pool, user: { username } }: Located,
  change: (user: UserRecord, tx: WriteTx) => UserRecord,
): UserRecord {
  return yard.store.write((tx) => {
    const current = loadUser(tx, scope, pool.poolId, username);
    if (current === undefined) throw userNotFound();
    const changed = { ...change(current, tx), modifiedAtMs: yard.clock.nowMs() };
    putUser(tx, scope, loadPool(tx, scope, pool.poolId) ?? pool, changed, current);
    return changed;
  });
}

/** Keeps a user, and the names it is found by; throws AliasExistsException for one that is another's. */
export function putUser(
  tx: WriteTx,
  scope: Scope,
  pool: PoolRecord,
  user: UserRecord,
  previous: UserRecord | undefined,
): void {
  const before = previous === undefined ? [] : aliasesOf(pool, previous);
  const after = aliasesOf(pool, user);
  for (const alias of before) removeAlias(tx, scope, pool.poolId, alias);
  for (const alias of after) {
    const owner = loadAlias(tx, scope, pool.poolId, alias.kind, alias.value);
    if (owner !== undefined && owner !== user.username)
      throw aliasExists(`An account with the ${alias.kind} already exists.`);
    saveAlias(tx, scope, pool.poolId, alias, user.username);
  }
  indexIdentities(tx, scope, pool, user, previous);
  saveUser(tx, scope, pool.poolId, user);
}

/** Whether an alias of the user is another's already. */
export function takenAlias(tx: ReadTx, scope: Scope, pool: PoolRecord, user: UserRecord): string | undefined {
  return aliasesOf(pool, user).find(({ kind, value }) => {
    const owner = loadAlias(tx, scope, pool.poolId, kind, value);
    return owner !== undefined && owner !== user.username;
  })?.kind;
}

/** The name of the user who has a value as an alias. */
export function findAliasOwner(
  tx: ReadTx,
  scope: Scope,
  pool: PoolRecord,
  kind: string,
  value: string,
): string | undefined {
  return loadAlias(tx, scope, pool.poolId, kind, foldName(pool, value));
}

/** Forgets the names a user was found by. */
export function dropAliases(tx: WriteTx, scope: Scope, pool: PoolRecord, user: UserRecord): void {
  for (const alias of aliasesOf(pool, user)) removeAlias(tx, scope, pool.poolId, alias);
}

/** A name as it is kept: in lower case where the pool does not mind. */
export function foldName({ settings }: PoolRecord, name: string): string {
  return settings.UsernameConfiguration.CaseSensitive ? name : name.toLowerCase();
}

/** The user as ListUsers and AdminCreateUser show it. */
export function describeUser(user: UserRecord): UserType {
  return {
    Username: user.username,
    Attributes: attributeList(shownAttributes(user)),
    UserCreateDate: new Date(user.createdAtMs),
    UserLastModifiedDate: new Date(user.modifiedAtMs),
    Enabled: user.isEnabled,
    UserStatus: user.status,
  };
}

/** A user's attributes with the sub and the identities, which are no one's to change. */
export function shownAttributes({ attributes, sub, identities = [] }: UserRecord): Readonly<Record<string, string>> {
  const { identities: _, ...own } = attributes;
  return { ...own, sub, ...(identities.length > 0 && { identities: identitiesText(identities) }) };
}

function signInAttributes({ settings }: PoolRecord): readonly string[] {
  return [...(settings.AliasAttributes ?? []), ...(settings.UsernameAttributes ?? [])];
}

/**
 * AWS: "Customizing sign-in attributes": an alias counts once it is verified, a preferred username at once; an attribute in
 * place of the username counts from the beginning. Who comes from another provider has no password to sign in with, and takes
 * nobody's address: several users may have the same one.
 */
function aliasesOf(pool: PoolRecord, user: UserRecord): { readonly kind: string; readonly value: string }[] {
  const { attributes } = user;
  if (user.status === "EXTERNAL_PROVIDER") return [{ kind: "sub", value: user.sub }];
  const kinds = [
    ...(pool.settings.UsernameAttributes ?? []),
    ...(pool.settings.AliasAttributes ?? []).filter(
      (kind) => kind === "preferred_username" || attributes[`${kind}_verified`] === "true",
    ),
  ];
  const named = kinds.flatMap((kind) => {
    const value = attributes[kind];
    return value === undefined || value === "" ? [] : [{ kind, value: foldName(pool, value) }];
  });
  return [...named, { kind: "sub", value: user.sub }];
}
