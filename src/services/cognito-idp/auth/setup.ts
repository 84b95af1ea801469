// Setting an authenticator app up: by one who has signed in, or by one whose sign-in waits for it.

import type { Context } from "../../../service/context.ts";
import { invalidParameter, invalidSession } from "../errors.ts";
import { requireClient, requirePool } from "../pools.ts";
import { findSessionHome } from "../repo.ts";
import { type Located, requireUser } from "../users/users.ts";
import { authenticate } from "./access-token.ts";
import { closeSession, openSession, readSession } from "./sessions.ts";
import type { SignIn } from "./sign-in.ts";

export interface Setup {
  readonly located: Located;
  /** The session with which the sign-in goes on; nothing for one who has signed in. */
  renew(): { readonly Session?: string };
}

/** Who sets up, by an access token or by the session of MFA_SETUP. */
export async function findSetup(
  context: Context,
  accessToken: string | undefined,
  session: string | undefined,
): Promise<Setup> {
  if (accessToken !== undefined) return { located: await authenticate(context, accessToken), renew: () => ({}) };
  if (session === undefined) throw invalidParameter("Either AccessToken or Session is required.");
  const home = context.store.read((tx) => findSessionHome(tx, session));
  if (home === undefined) throw invalidSession();
  const { account, region, poolId, clientId } = home;
  const scope = { account, region };
  const signIn: SignIn = context.store.read((tx) => ({
    scope,
    pool: requirePool(tx, scope, poolId),
    client: requireClient(tx, scope, poolId, clientId),
    clientMetadata: undefined,
    isAdmin: false,
  }));
  const { username } = readSession(context, signIn, session, "MFA_SETUP");
  const user = context.store.read((tx) => requireUser(tx, scope, signIn.pool, username));
  return {
    located: { scope, pool: signIn.pool, user },
    renew() {
      closeSession(context, signIn, session);
      return { Session: openSession(context, signIn, username, "MFA_SETUP") };
    },
  };
}
