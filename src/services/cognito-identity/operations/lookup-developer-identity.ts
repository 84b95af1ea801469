// LookupDeveloperIdentity: the identity of a user of the customer's own directory, or the users of an identity.

import type {
  LookupDeveloperIdentityCommandInput,
  LookupDeveloperIdentityCommandOutput,
} from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { parsePageToken, takePage } from "../../../service/pages.ts";
import { defineOperation } from "../../../service/service.ts";
import { developerUserNotFound, identityNotFound, invalidParameter, resourceConflict } from "../errors.ts";
import { MOST_LOGINS } from "../identities.ts";
import { requirePool } from "../pools.ts";
import { findByDeveloperUser, loadIdentity } from "../repo.ts";

export const lookupDeveloperIdentity = defineOperation<
  Input<LookupDeveloperIdentityCommandInput>,
  LookupDeveloperIdentityCommandOutput
>("LookupDeveloperIdentity", (input, context) => {
  const { IdentityId, DeveloperUserIdentifier: user } = input;
  if (IdentityId === undefined && user === undefined)
    throw invalidParameter("Either IdentityId or DeveloperUserIdentifier must be given.");
  const after = parsePageToken(input.NextToken, () => invalidParameter("Invalid NextToken"));
  return context.store.read((tx) => {
    requirePool(tx, context, input.IdentityPoolId);
    const owner = user === undefined ? IdentityId : findByDeveloperUser(tx, context, input.IdentityPoolId, user);
    if (owner === undefined) throw developerUserNotFound();
    // AWS: "If both are supplied, DeveloperUserIdentifier will be matched against IdentityId."
    if (IdentityId !== undefined && owner !== IdentityId)
      throw resourceConflict("The developer user identifier is linked to another identity.");
    const identity = loadIdentity(tx, context, input.IdentityPoolId, owner);
    if (identity === undefined) throw identityNotFound(owner);
    const users = identity.developerUsers.toSorted().filter((each) => after === undefined || each > after);
    const { items, next } = takePage(users, input.MaxResults ?? MOST_LOGINS, (each) => each);
    return { IdentityId: owner, DeveloperUserIdentifierList: [...items], ...next };
  });
});
