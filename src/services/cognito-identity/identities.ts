// Identities: who has which, by logins; made, linked and let go. The rules of what belongs to whom, all inside one transaction.

import type { IdentityDescription } from "@aws-sdk/client-cognito-identity";
import type { YardContext } from "../../service/context.ts";
import type { WriteTx } from "../../store/store.ts";
import {
  forbidden,
  identityNotFound,
  limitExceeded,
  loginsDoNotMatch,
  loginsOfOthers,
  unauthenticatedOff,
} from "./errors.ts";
import type { Login, Logins } from "./logins.ts";
import type { LocatedPool } from "./pools.ts";
import type { IdentityRecord, PoolRecord } from "./records.ts";
import { findByLogin, loadIdentity, saveIdentity } from "./repo.ts";

/** LIMIT: AWS: MergeDeveloperIdentities: linked logins of one identity. */
export const MOST_LOGINS = 20;

/** The identity of these logins, made if there is none; without logins a new one. AWS: GetId. */
export function identify(tx: WriteTx, yard: YardContext, located: LocatedPool, logins: Logins): IdentityRecord {
  const { scope, pool } = located;
  const { own, others } = logins;
  if (own === undefined && others.length === 0) {
    if (!pool.settings.AllowUnauthenticatedIdentities) throw unauthenticatedOff();
    return saved(tx, located, newIdentity(yard, located));
  }
  const owners = new Set(ownersOf(tx, located, others));
  if (own !== undefined) owners.add(own.identityId);
  if (owners.size > 1) throw loginsOfOthers();
  const [owner] = owners;
  const identity = owner === undefined ? newIdentity(yard, located) : requireUsable(tx, located, owner);
  return link(tx, yard, { scope, pool }, identity, others);
}

/**
 * The identity that a call which names one gets with its logins. AWS: GetCredentialsForIdentity: an identity without logins can be had
 * without, and takes its first; one that has some asks for one of them, and takes others beside it.
 */
export function access(
  tx: WriteTx,
  yard: YardContext,
  located: LocatedPool,
  identityId: string,
  { own, others }: Logins,
): IdentityRecord {
  const identity = requireUsable(tx, located, identityId);
  const isKnown = hasLogins(identity);
  if (own === undefined && others.length === 0) {
    if (isKnown) throw forbidden(identityId);
    if (!located.pool.settings.AllowUnauthenticatedIdentities) throw unauthenticatedOff();
    return identity;
  }
  if (own !== undefined && own.identityId !== identityId) throw forbidden(identityId);
  const owners = new Set(ownersOf(tx, located, others));
  const [owner] = owners;
  if (!isKnown && owners.size === 1 && owner !== undefined && owner !== identityId) {
    // Somebody who was here without a name has signed in: what he is known by goes on, and the nameless identity ends.
    saved(tx, located, { ...identity, isDisabled: true, modifiedAtMs: yard.clock.nowMs() });
    return link(tx, yard, located, requireUsable(tx, located, owner), others);
  }
  if (isKnown && own === undefined && !owners.has(identityId)) throw loginsDoNotMatch();
  if ([...owners].some((each) => each !== identityId)) throw loginsOfOthers();
  return link(tx, yard, located, identity, others);
}

/** An identity of the pool that somebody may still have. */
export function requireUsable(tx: WriteTx, { scope, pool }: LocatedPool, identityId: string): IdentityRecord {
  const identity = loadIdentity(tx, scope, pool.poolId, identityId);
  if (identity === undefined) throw identityNotFound(identityId);
  if (identity.isDisabled) throw forbidden(identityId);
  return identity;
}

/** Throws if one of the logins is linked to another identity. */
export function requireUnlinked(tx: WriteTx, located: LocatedPool, identityId: string, { others }: Logins): void {
  if (ownersOf(tx, located, others).some((owner) => owner !== identityId)) throw loginsOfOthers();
}

/** Whether anybody but its holder can be known by it. */
export function hasLogins({ logins, developerUsers }: IdentityRecord): boolean {
  return Object.keys(logins).length > 0 || developerUsers.length > 0;
}

/** A new identity, not kept yet. */
export function newIdentity({ random, clock }: YardContext, { scope, pool }: LocatedPool): IdentityRecord {
  const nowMs = clock.nowMs();
  return {
    v: 1,
    identityId: `${scope.region}:${random.uuid()}`,
    poolId: pool.poolId,
    createdAtMs: nowMs,
    modifiedAtMs: nowMs,
    logins: {},
    developerUsers: [],
    isDisabled: false,
  };
}

/** Adds logins to an identity, and keeps it. */
export function link(
  tx: WriteTx,
  yard: YardContext,
  located: LocatedPool,
  identity: IdentityRecord,
  logins: readonly Login[],
): IdentityRecord {
  const linked = { ...identity.logins, ...Object.fromEntries(logins.map(({ provider, user }) => [provider, user])) };
  const isSame = Object.entries(linked).every(([provider, user]) => identity.logins[provider] === user);
  const isThere = loadIdentity(tx, located.scope, located.pool.poolId, identity.identityId) !== undefined;
  if (isSame && isThere) return identity;
  return saved(tx, located, { ...identity, logins: linked, modifiedAtMs: yard.clock.nowMs() });
}

/** The identity as answers show it. AWS: DescribeIdentity: logins are the providers' names. */
export function identityView(pool: PoolRecord, identity: IdentityRecord): IdentityDescription {
  const { DeveloperProviderName: developer } = pool.settings;
  const own = identity.developerUsers.length > 0 && developer !== undefined ? [developer] : [];
  return {
    IdentityId: identity.identityId,
    Logins: [...Object.keys(identity.logins), ...own],
    CreationDate: new Date(identity.createdAtMs),
    LastModifiedDate: new Date(identity.modifiedAtMs),
  };
}

/** Keeps an identity; throws where it has more logins than one can have. */
export function saved(tx: WriteTx, { scope }: LocatedPool, identity: IdentityRecord): IdentityRecord {
  if (Object.keys(identity.logins).length + identity.developerUsers.length > MOST_LOGINS)
    throw limitExceeded(`An identity can have at most ${MOST_LOGINS} linked logins.`);
  saveIdentity(tx, scope, identity);
  return identity;
}

function ownersOf(tx: WriteTx, { scope, pool }: LocatedPool, logins: readonly Login[]): string[] {
  return logins.flatMap((login) => findByLogin(tx, scope, pool.poolId, login) ?? []);
}
