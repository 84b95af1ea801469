// Login profiles: a user's password for the console. LIMIT: there is no console to sign in to; passwords are proved by ChangePassword only.

import type { LoginProfile } from "../../iam/directory/records.ts";
import { loadPasswordPolicy } from "../../iam/directory/account-settings.ts";
import type { Context } from "../../service/context.ts";
import { changeEntity, readEntity } from "./entities.ts";
import { loginProfileNotFound, temporarilyUnmodifiable } from "./errors.ts";
import { hashPassword, requireGoodPassword, withPassword } from "./passwords.ts";

/** A user's profile; throws NoSuchEntity. */
export function requireLogin(context: Context, userName: string): LoginProfile {
  const { login } = readEntity(context, "user", userName);
  if (login === undefined) throw loginProfileNotFound(userName);
  return login;
}

/** Gives a profile a new password, and whatever else `change` does. */
export async function setPassword(
  context: Context,
  userName: string,
  password: string,
  change: (profile: LoginProfile) => LoginProfile,
): Promise<void> {
  const { salt } = requireLogin(context, userName);
  const policy = context.store.read((tx) => loadPasswordPolicy(tx, context.account));
  requireGoodPassword(password, policy);
  const hash = await hashPassword(password, salt);
  changeEntity(context, "user", userName, (user) => {
    const { login } = user;
    if (login === undefined) throw loginProfileNotFound(userName);
    // RACE: the profile was deleted and made anew while the password was being hashed.
    if (login.salt !== salt) throw temporarilyUnmodifiable(userName);
    // Who repeats a call after a crash sets what is set already, which a policy must not take for a reuse.
    const isRepeated = context.repeatToken !== undefined && login.hashes[0] === hash;
    return { ...user, login: change(isRepeated ? login : withPassword(login, hash, policy, context.clock.nowMs())) };
  });
}

/** A profile as answers show it. */
export function loginView(userName: string, { createdAtMs, isResetRequired }: LoginProfile) {
  return { UserName: userName, CreateDate: new Date(createdAtMs), PasswordResetRequired: isResetRequired };
}
