// MergeDeveloperIdentities: makes two users of the customer's own directory one: the source's identity ends, the destination's has all logins.

import type {
  MergeDeveloperIdentitiesCommandInput,
  MergeDeveloperIdentitiesCommandOutput,
} from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDeveloperProvider } from "../developer-users.ts";
import { developerUserNotFound, invalidParameter, resourceConflict } from "../errors.ts";
import { MOST_LOGINS, requireUsable, saved } from "../identities.ts";
import { requirePool } from "../pools.ts";
import { findByDeveloperUser } from "../repo.ts";

export const mergeDeveloperIdentities = defineOperation<
  Input<MergeDeveloperIdentitiesCommandInput>,
  MergeDeveloperIdentitiesCommandOutput
>("MergeDeveloperIdentities", (input, context) => {
  const { SourceUserIdentifier: source, DestinationUserIdentifier: destination } = input;
  return context.store.write<{ IdentityId: string }>((tx) => {
    const pool = requirePool(tx, context, input.IdentityPoolId);
    requireDeveloperProvider(pool, input.DeveloperProviderName);
    const located = { scope: context, pool };
    const [from, into] = [source, destination].map((user) => {
      const owner = findByDeveloperUser(tx, context, pool.poolId, user);
      if (owner === undefined) throw developerUserNotFound();
      return requireUsable(tx, located, owner);
    });
    if (from === undefined || into === undefined || from.identityId === into.identityId)
      throw resourceConflict("The developer user identifiers are linked to the same identity.");
    const developerUsers = [...new Set([...into.developerUsers, ...from.developerUsers])];
    const logins = { ...from.logins, ...into.logins };
    // AWS: "The number of linked logins is limited to 20 ... together should not be larger than 20."
    if (developerUsers.length + Object.keys(logins).length > MOST_LOGINS)
      throw invalidParameter(`The identities have more than ${MOST_LOGINS} linked logins together.`);
    const modifiedAtMs = context.clock.nowMs();
    saved(tx, located, { ...from, logins: {}, developerUsers: [], isDisabled: true, modifiedAtMs });
    saved(tx, located, { ...into, logins, developerUsers, modifiedAtMs });
    return { IdentityId: into.identityId };
  });
});
