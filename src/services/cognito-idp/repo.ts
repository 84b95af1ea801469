// What is kept of user pools. Only this file, federation/repo.ts and keys.ts know keys. Pools and clients are found by their ids alone,
// too: public operations are not signed, so nothing else says whose they are.

import type { Scope } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { removeIdentity } from "./federation/repo.ts";
import type { InboxMail } from "./inbox.ts";
import { keepUntil, key, shared } from "./keys.ts";
import type {
  ClientRecord,
  CustomDomain,
  CodeRecord,
  GrantRecord,
  GroupRecord,
  PoolRecord,
  RefreshTokenRecord,
  ResourceServerRecord,
  SessionRecord,
  UserRecord,
} from "./records.ts";

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

/** Removes a pool with its clients, users, groups and all else. */
export function removePool(tx: WriteTx, scope: Scope, pool: PoolRecord): void {
  for (const client of [...listClients(tx, scope, pool.poolId)]) removeClient(tx, scope, client);
  for (const kind of POOL_PARTS)
    for (const entry of [...tx.range({ prefix: key(scope, kind, pool.poolId) })]) tx.delete(entry.key);
  if (pool.domain !== undefined) removeDomain(tx, pool.domain);
  if (pool.customDomain !== undefined) removeCustomDomain(tx, pool.poolId, pool.customDomain);
  tx.delete(key(scope, "user-count", pool.poolId));
  tx.delete(key(scope, "pool", pool.poolId));
  tx.delete(shared("pool", pool.poolId));
}

const POOL_PARTS = [
  "user",
  "alias",
  "group",
  "member",
  "groups-of",
  "resource-server",
  "session",
  "refresh",
  "refresh-of",
  "grant",
  "decoy-code",
  "revoked",
  "provider",
  "identity",
  "federation",
  "expiry",
] as const;

export function loadClient(tx: ReadTx, scope: Scope, poolId: string, clientId: string): ClientRecord | undefined {
  return tx.get<ClientRecord>(key(scope, "client", poolId, clientId));
}

export function saveClient(tx: WriteTx, scope: Scope, client: ClientRecord): void {
  tx.put(key(scope, "client", client.poolId, client.clientId), client);
  const { account, region } = scope;
  tx.put(shared("client", client.clientId), { account, region, poolId: client.poolId });
}

/** Where a client is, and of which pool. */
export function loadClientHome(tx: ReadTx, clientId: string): (Scope & { readonly poolId: string }) | undefined {
  return tx.get<Scope & { readonly poolId: string }>(shared("client", clientId));
}

export function removeClient(tx: WriteTx, scope: Scope, { poolId, clientId }: ClientRecord): void {
  tx.delete(key(scope, "client", poolId, clientId));
  tx.delete(shared("client", clientId));
}

export function* listClients(tx: ReadTx, scope: Scope, poolId: string): Generator<ClientRecord> {
  for (const { value } of tx.range<ClientRecord>({ prefix: key(scope, "client", poolId) })) yield value;
}

/** The pool that has hosted pages under a prefix. */
export function loadDomain(tx: ReadTx, prefix: string): (Scope & { readonly poolId: string }) | undefined {
  return tx.get<Scope & { readonly poolId: string }>(shared("domain", prefix));
}

export function saveDomain(tx: WriteTx, { account, region }: Scope, prefix: string, poolId: string): void {
  tx.put(shared("domain", prefix), { account, region, poolId });
}

export function removeDomain(tx: WriteTx, prefix: string): void {
  tx.delete(shared("domain", prefix));
}

/** Keeps a name of the customer's own, and that it uses its certificate. */
export function saveCustomDomain(tx: WriteTx, scope: Scope, poolId: string, domain: CustomDomain): void {
  saveDomain(tx, scope, domain.name, poolId);
  const { account, region } = scope;
  tx.put(shared("certificate", domain.certificateArn, poolId), { account, region });
}

export function removeCustomDomain(tx: WriteTx, poolId: string, domain: CustomDomain): void {
  removeDomain(tx, domain.name);
  tx.delete(shared("certificate", domain.certificateArn, poolId));
}

/** The pools whose names show a certificate. */
export function* poolsWithCertificate(
  tx: ReadTx,
  certificateArn: string,
): Generator<{ readonly scope: Scope; readonly poolId: string }> {
  for (const { key: parts, value } of tx.range<Scope>({ prefix: shared("certificate", certificateArn) }))
    yield { scope: value, poolId: String(parts.at(-1)) };
}

export function loadUser(tx: ReadTx, scope: Scope, poolId: string, username: string): UserRecord | undefined {
  return tx.get<UserRecord>(key(scope, "user", poolId, username));
}

/** How many users a pool has. A store from before they were counted is counted once. */
export function userCountOf(tx: ReadTx, scope: Scope, poolId: string): number {
  return tx.get<number>(key(scope, "user-count", poolId)) ?? [...listUsers(tx, scope, poolId)].length;
}

export function saveUser(tx: WriteTx, scope: Scope, poolId: string, user: UserRecord): void {
  const isNew = loadUser(tx, scope, poolId, user.username) === undefined;
  if (isNew) tx.put(key(scope, "user-count", poolId), userCountOf(tx, scope, poolId) + 1);
  tx.put(key(scope, "user", poolId, user.username), user);
}

export function removeUser(tx: WriteTx, scope: Scope, poolId: string, { username }: UserRecord): void {
  for (const group of groupNamesOf(tx, scope, poolId, username)) removeMember(tx, scope, poolId, group, username);
  for (const hash of refreshTokensOf(tx, scope, poolId, username)) removeRefreshToken(tx, scope, poolId, hash);
  const user = loadUser(tx, scope, poolId, username);
  if (user === undefined) return;
  for (const identity of user.identities ?? []) removeIdentity(tx, scope, poolId, identity);
  tx.put(key(scope, "user-count", poolId), userCountOf(tx, scope, poolId) - 1);
  tx.delete(key(scope, "user", poolId, username));
}

/** Users in the order of their names, from after `after` on. */
export function* listUsers(tx: ReadTx, scope: Scope, poolId: string, after?: string): Generator<UserRecord> {
  const prefix = key(scope, "user", poolId);
  const from = after === undefined ? {} : { after: [...prefix, after] };
  for (const { value } of tx.range<UserRecord>({ prefix, ...from })) yield value;
}

/** The name of the user who signs in with a value: "email" and its address, say. */
export function loadAlias(tx: ReadTx, scope: Scope, poolId: string, kind: string, value: string): string | undefined {
  return tx.get<string>(key(scope, "alias", poolId, kind, value));
}

export function saveAlias(
  tx: WriteTx,
  scope: Scope,
  poolId: string,
  { kind, value }: { readonly kind: string; readonly value: string },
  username: string,
): void {
  tx.put(key(scope, "alias", poolId, kind, value), username);
}

export function removeAlias(
  tx: WriteTx,
  scope: Scope,
  poolId: string,
  { kind, value }: { readonly kind: string; readonly value: string },
): void {
  tx.delete(key(scope, "alias", poolId, kind, value));
}

export function loadGroup(tx: ReadTx, scope: Scope, poolId: string, name: string): GroupRecord | undefined {
  return tx.get<GroupRecord>(key(scope, "group", poolId, name));
}

export function saveGroup(tx: WriteTx, scope: Scope, poolId: string, group: GroupRecord): void {
  tx.put(key(scope, "group", poolId, group.name), group);
}

export function removeGroup(tx: WriteTx, scope: Scope, poolId: string, name: string): void {
  for (const username of membersOf(tx, scope, poolId, name)) removeMember(tx, scope, poolId, name, username);
  tx.delete(key(scope, "group", poolId, name));
}

export function* listGroups(tx: ReadTx, scope: Scope, poolId: string): Generator<GroupRecord> {
  for (const { value } of tx.range<GroupRecord>({ prefix: key(scope, "group", poolId) })) yield value;
}

export function addMember(tx: WriteTx, scope: Scope, poolId: string, group: string, username: string): void {
  tx.put(key(scope, "member", poolId, group, username), true);
  tx.put(key(scope, "groups-of", poolId, username, group), true);
}

export function removeMember(tx: WriteTx, scope: Scope, poolId: string, group: string, username: string): void {
  tx.delete(key(scope, "member", poolId, group, username));
  tx.delete(key(scope, "groups-of", poolId, username, group));
}

/** The names of a group's users. */
export function membersOf(tx: ReadTx, scope: Scope, poolId: string, group: string): readonly string[] {
  return [...tx.range({ prefix: key(scope, "member", poolId, group) })].map((entry) => String(entry.key.at(-1)));
}

/** The names of a user's groups. */
export function groupNamesOf(tx: ReadTx, scope: Scope, poolId: string, username: string): readonly string[] {
  return [...tx.range({ prefix: key(scope, "groups-of", poolId, username) })].map((entry) => String(entry.key.at(-1)));
}

export function loadResourceServer(
  tx: ReadTx,
  scope: Scope,
  poolId: string,
  identifier: string,
): ResourceServerRecord | undefined {
  return tx.get<ResourceServerRecord>(key(scope, "resource-server", poolId, identifier));
}

export function saveResourceServer(tx: WriteTx, scope: Scope, poolId: string, server: ResourceServerRecord): void {
  tx.put(key(scope, "resource-server", poolId, server.identifier), server);
}

export function removeResourceServer(tx: WriteTx, scope: Scope, poolId: string, identifier: string): void {
  tx.delete(key(scope, "resource-server", poolId, identifier));
}

export function* listResourceServers(tx: ReadTx, scope: Scope, poolId: string): Generator<ResourceServerRecord> {
  for (const { value } of tx.range<ResourceServerRecord>({ prefix: key(scope, "resource-server", poolId) }))
    yield value;
}

export function loadSession(tx: ReadTx, scope: Scope, poolId: string, id: string): SessionRecord | undefined {
  return tx.get<SessionRecord>(key(scope, "session", poolId, id));
}

/** LIMIT: what has expired goes as new things come, a few at a time. Anybody can begin a sign-in: what nobody ends must not pile up. */
const DROPPED_AT_ONCE = 16;

/** How long a refresh token that is over is told to be expired, and not unknown. */
const TOLD_AS_EXPIRED_MS = 30 * 86_400_000;

/** Forgets sessions, grants, refresh tokens and revocations that are over. */
export function dropExpired(tx: WriteTx, scope: Scope, poolId: string, nowMs: number): void {
  const prefix = key(scope, "expiry", poolId);
  for (const entry of [...tx.range({ prefix, limit: DROPPED_AT_ONCE })]) {
    const [atMs, kind, id] = entry.key.slice(prefix.length) as [number, string, string];
    if (atMs > nowMs) return;
    if (kind === "session") removeSession(tx, scope, poolId, id);
    else if (kind === "refresh") removeRefreshToken(tx, scope, poolId, id);
    else tx.delete(key(scope, kind, poolId, id));
    tx.delete(entry.key);
  }
}

/** A code of somebody who is not there. */
export function loadDecoyCode(tx: ReadTx, scope: Scope, poolId: string, id: string): CodeRecord | undefined {
  return tx.get<CodeRecord>(key(scope, "decoy-code", poolId, id));
}

export function saveDecoyCode(tx: WriteTx, scope: Scope, poolId: string, id: string, code: CodeRecord): void {
  keepUntil(tx, scope, poolId, code.expiresAtMs, "decoy-code", id);
  tx.put(key(scope, "decoy-code", poolId, id), code);
}

export function saveSession(tx: WriteTx, scope: Scope, poolId: string, id: string, session: SessionRecord): void {
  const { account, region } = scope;
  keepUntil(tx, scope, poolId, session.expiresAtMs, "session", id);
  tx.put(key(scope, "session", poolId, id), session);
  tx.put(shared("session", id), { account, region, poolId, clientId: session.clientId });
}

export function removeSession(tx: WriteTx, scope: Scope, poolId: string, id: string): void {
  tx.delete(key(scope, "session", poolId, id));
  tx.delete(shared("session", id));
}

/** Whose a session is, where nothing else says so. */
export function findSessionHome(
  tx: ReadTx,
  id: string,
): (Scope & { readonly poolId: string; readonly clientId: string }) | undefined {
  return tx.get<Scope & { readonly poolId: string; readonly clientId: string }>(shared("session", id));
}

export function loadRefreshToken(
  tx: ReadTx,
  scope: Scope,
  poolId: string,
  hash: string,
): RefreshTokenRecord | undefined {
  return tx.get<RefreshTokenRecord>(key(scope, "refresh", poolId, hash));
}

export function saveRefreshToken(
  tx: WriteTx,
  scope: Scope,
  poolId: string,
  hash: string,
  token: RefreshTokenRecord,
): void {
  keepUntil(tx, scope, poolId, token.expiresAtMs + TOLD_AS_EXPIRED_MS, "refresh", hash);
  tx.put(key(scope, "refresh", poolId, hash), token);
  tx.put(key(scope, "refresh-of", poolId, token.username, hash), true);
}

export function removeRefreshToken(tx: WriteTx, scope: Scope, poolId: string, hash: string): void {
  const token = loadRefreshToken(tx, scope, poolId, hash);
  if (token !== undefined) tx.delete(key(scope, "refresh-of", poolId, token.username, hash));
  tx.delete(key(scope, "refresh", poolId, hash));
}

/** The hashes of a user's refresh tokens. */
export function refreshTokensOf(tx: ReadTx, scope: Scope, poolId: string, username: string): readonly string[] {
  return [...tx.range({ prefix: key(scope, "refresh-of", poolId, username) })].map((entry) => String(entry.key.at(-1)));
}

/** Whether the tokens of a sign-in were revoked. */
export function isRevoked(tx: ReadTx, scope: Scope, poolId: string, originJti: string): boolean {
  return tx.get(key(scope, "revoked", poolId, originJti)) !== undefined;
}

/** Revokes the tokens of a sign-in; after `untilMs` none of them is good any more. */
export function revoke(tx: WriteTx, scope: Scope, poolId: string, originJti: string, untilMs: number): void {
  keepUntil(tx, scope, poolId, untilMs, "revoked", originJti);
  tx.put(key(scope, "revoked", poolId, originJti), true);
}

export function addMail(tx: WriteTx, scope: Scope, mail: InboxMail): void {
  tx.put(key(scope, "inbox", mail.sentAtMs, mail.messageId), mail);
}

export function* listMails(tx: ReadTx, scope: Scope): Generator<InboxMail> {
  for (const { value } of tx.range<InboxMail>({ prefix: key(scope, "inbox") })) yield value;
}

export function saveGrant(tx: WriteTx, scope: Scope, poolId: string, hash: string, grant: GrantRecord): void {
  keepUntil(tx, scope, poolId, grant.expiresAtMs, "grant", hash);
  tx.put(key(scope, "grant", poolId, hash), grant);
}

/** Takes a grant: it can be used once. */
export function takeGrant(tx: WriteTx, scope: Scope, poolId: string, hash: string): GrantRecord | undefined {
  const grant = tx.get<GrantRecord>(key(scope, "grant", poolId, hash));
  tx.delete(key(scope, "grant", poolId, hash));
  return grant;
}
