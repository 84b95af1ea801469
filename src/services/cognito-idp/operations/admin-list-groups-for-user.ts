// AdminListGroupsForUser: the groups of a user, in pages.

import type {
  AdminListGroupsForUserCommandInput,
  AdminListGroupsForUserCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { takePage, parsePageToken } from "../../../service/pages.ts";
import { invalidParameter } from "../errors.ts";
import { requireGroup } from "../groups.ts";
import { requirePool } from "../pools.ts";
import { groupNamesOf } from "../repo.ts";
import { describeGroup } from "../shapes.ts";
import { requireUser } from "../users/users.ts";

export const adminListGroupsForUser = defineOperation<
  Input<AdminListGroupsForUserCommandInput>,
  AdminListGroupsForUserCommandOutput
>("AdminListGroupsForUser", ({ UserPoolId, Username, Limit: limit = 60, NextToken }, context) => {
  const after = parsePageToken(NextToken, () => invalidParameter("Invalid pagination token."));
  return context.store.read((tx) => {
    const pool = requirePool(tx, context, UserPoolId);
    const { username } = requireUser(tx, context, pool, Username);
    const names = groupNamesOf(tx, context, UserPoolId, username);
    const from = after === undefined ? 0 : names.indexOf(after) + 1;
    const page = takePage(names.slice(from), limit, (name) => name);
    const Groups = page.items.map((name) => describeGroup(UserPoolId, requireGroup(tx, context, UserPoolId, name)));
    return { Groups, ...page.next };
  });
});
