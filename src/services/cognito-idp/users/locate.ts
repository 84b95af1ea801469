// The user whom a request names.

import type { Context, YardContext } from "../../../service/context.ts";
import { userNotFound } from "../errors.ts";
import { type Client, requirePool } from "../pools.ts";
import type { ClientRecord } from "../records.ts";
import { findUser, type Located, requireUser } from "./users.ts";

/** The user of a pool of the caller's account. */
export function locateUser(context: Context, poolId: string, name: string): Located {
  return context.store.read((tx) => {
    const pool = requirePool(tx, context, poolId);
    return { scope: context, pool, user: requireUser(tx, context, pool, name) };
  });
}

/**
 * The user whom an application names. Where the client hides who is there, `hidden` is the error for one who is not.
 * AWS: "Managing error responses".
 */
export function requirePublicUser(
  { store }: Pick<YardContext, "store">,
  { scope, pool, client }: Client,
  name: string,
  hidden: () => Error,
): Located {
  const user = store.read((tx) => findUser(tx, scope, pool, name));
  if (user !== undefined) return { scope, pool, user };
  throw isHiding(client) ? hidden() : userNotFound();
}

/** Whether a client lets nobody learn who is there. */
export function isHiding({ settings }: ClientRecord): boolean {
  return settings.PreventUserExistenceErrors === "ENABLED";
}
