// UnlinkDeveloperIdentity: takes a user of the customer's own directory from an identity. One that has no login left is nobody's any more.

import type {
  UnlinkDeveloperIdentityCommandInput,
  UnlinkDeveloperIdentityCommandOutput,
} from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDeveloperProvider } from "../developer-users.ts";
import { developerUserNotFound } from "../errors.ts";
import { hasLogins, requireUsable, saved } from "../identities.ts";
import { requirePool } from "../pools.ts";

export const unlinkDeveloperIdentity = defineOperation<
  Input<UnlinkDeveloperIdentityCommandInput>,
  UnlinkDeveloperIdentityCommandOutput
>("UnlinkDeveloperIdentity", (input, context) => {
  context.store.write((tx) => {
    const pool = requirePool(tx, context, input.IdentityPoolId);
    requireDeveloperProvider(pool, input.DeveloperProviderName);
    const located = { scope: context, pool };
    const identity = requireUsable(tx, located, input.IdentityId);
    if (!identity.developerUsers.includes(input.DeveloperUserIdentifier)) throw developerUserNotFound();
    const developerUsers = identity.developerUsers.filter((user) => user !== input.DeveloperUserIdentifier);
    const rest = { ...identity, developerUsers, modifiedAtMs: context.clock.nowMs() };
    saved(tx, located, { ...rest, isDisabled: !hasLogins(rest) });
  });
  return {};
});
