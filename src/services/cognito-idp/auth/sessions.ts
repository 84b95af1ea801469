// Sign-ins that wait for the answer to a challenge.

import type { YardContext } from "../../../service/context.ts";
import { expiredSession, invalidSession } from "../errors.ts";
import type { SessionRecord } from "../records.ts";
import { dropExpired, loadSession, removeSession, saveSession } from "../repo.ts";
import type { SignIn } from "./sign-in.ts";

/** Writes a session down and gives its id, which nobody can guess. */
export function openSession(
  yard: YardContext,
  { scope, pool, client }: SignIn,
  username: string,
  challenge: string,
  data: SessionRecord["data"] = {},
): string {
  const id = Buffer.from(yard.random.bytes(48)).toString("base64");
  const expiresAtMs = yard.clock.nowMs() + client.settings.AuthSessionValidity * 60_000;
  const record: SessionRecord = { v: 1, clientId: client.clientId, username, challenge, expiresAtMs, data };
  yard.store.write((tx) => {
    dropExpired(tx, scope, pool.poolId, yard.clock.nowMs());
    saveSession(tx, scope, pool.poolId, id, record);
  });
  return id;
}

/** The session of an answer; throws NotAuthorizedException for one that is not of this client and challenge, or is over. */
export function readSession(
  yard: YardContext,
  { scope, pool, client }: SignIn,
  id: string | undefined,
  ...challenges: readonly string[]
): SessionRecord {
  const session = yard.store.read((tx) => (id === undefined ? undefined : loadSession(tx, scope, pool.poolId, id)));
  const isRight = session?.clientId === client.clientId && challenges.includes(session.challenge);
  if (session === undefined || !isRight) throw invalidSession();
  if (session.expiresAtMs <= yard.clock.nowMs()) throw expiredSession();
  return session;
}

/** Ends a session: it can be answered once. False if somebody else has answered it. */
export function closeSession(yard: YardContext, { scope, pool }: SignIn, id: string): boolean {
  return yard.store.write((tx) => {
    if (loadSession(tx, scope, pool.poolId, id) === undefined) return false;
    removeSession(tx, scope, pool.poolId, id);
    return true;
  });
}
