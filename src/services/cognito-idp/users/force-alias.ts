// An address or number that several users give: who has it as an alias, and how it moves. AWS: ConfirmSignUp and AdminCreateUser,
// ForceAliasCreation.

import type { YardContext } from "../../../service/context.ts";
import { aliasExists } from "../errors.ts";
import type { UserRecord } from "../records.ts";
import { loadUser } from "../repo.ts";
import { findAliasOwner, type Located, takenAlias, updateUser } from "./users.ts";

/**
 * Throws AliasExistsException where an alias of the user is another's already, unless it is to move. Gives what moves it: the user
 * before has it no longer verified.
 */
export function requireAlias(yard: YardContext, { scope, pool, user }: Located, isForced: boolean): () => void {
  const kind = yard.store.read((tx) => takenAlias(tx, scope, pool, user));
  if (kind === undefined) return () => {};
  if (!isForced) throw aliasExists(`An account with the ${kind} already exists.`);
  return () => {
    const owner = yard.store.read((tx): UserRecord | undefined => {
      const name = findAliasOwner(tx, scope, pool, kind, user.attributes[kind] ?? "");
      return name === undefined ? undefined : loadUser(tx, scope, pool.poolId, name);
    });
    if (owner === undefined) return;
    updateUser(yard, { scope, pool, user: owner }, (each) => ({
      ...each,
      attributes: { ...each.attributes, [`${kind}_verified`]: "false" },
    }));
  };
}
