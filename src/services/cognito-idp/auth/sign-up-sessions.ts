// Sessions that lead from a sign-up over its confirmation to the first sign-in. AWS: SignUp, ConfirmSignUp and InitiateAuth, Session.

import type { YardContext } from "../../../service/context.ts";
import type { ClientRecord } from "../records.ts";
import type { Located } from "../users/users.ts";
import { closeSession, openSession, readSession } from "./sessions.ts";
import type { SignIn } from "./sign-in.ts";
import { CONFIRMED_SIGN_UP } from "./user-auth.ts";

/** The challenge of a session that waits for the confirmation of a sign-up. */
export const SIGN_UP = "SIGN_UP";

/** Whether users of the client can go on with such a session. */
export function allowsUserAuth({ settings }: ClientRecord): boolean {
  return settings.ExplicitAuthFlows.includes("ALLOW_USER_AUTH");
}

/** The session with which somebody who signed up, and has confirmed the account, signs in; none for who gives none. */
export function confirmedSession(
  yard: YardContext,
  signIn: SignIn,
  { user }: Pick<Located, "user">,
  session: string | undefined,
): { readonly Session?: string } {
  if (session === undefined || !allowsUserAuth(signIn.client)) return {};
  const { username } = readSession(yard, signIn, session, SIGN_UP);
  if (username !== user.username || !closeSession(yard, signIn, session)) return {};
  return { Session: openSession(yard, signIn, username, CONFIRMED_SIGN_UP) };
}
