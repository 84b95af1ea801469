// ListUsersInGroup: the users of a group, in pages.

import type {
  ListUsersInGroupCommandInput,
  ListUsersInGroupCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { takePage, parsePageToken } from "../../../service/pages.ts";
import { invalidParameter } from "../errors.ts";
import { requireGroup } from "../groups.ts";
import { requirePool } from "../pools.ts";
import { membersOf } from "../repo.ts";
import { describeUser, requireUser } from "../users/users.ts";

export const listUsersInGroup = defineOperation<Input<ListUsersInGroupCommandInput>, ListUsersInGroupCommandOutput>(
  "ListUsersInGroup",
  ({ UserPoolId, GroupName, Limit: limit = 60, NextToken }, context) => {
    const after = parsePageToken(NextToken, () => invalidParameter("Invalid pagination token."));
    return context.store.read((tx) => {
      const pool = requirePool(tx, context, UserPoolId);
      requireGroup(tx, context, UserPoolId, GroupName);
      const names = membersOf(tx, context, UserPoolId, GroupName);
      const from = after === undefined ? 0 : names.indexOf(after) + 1;
      const page = takePage(names.slice(from), limit, (name) => name);
      return { Users: page.items.map((name) => describeUser(requireUser(tx, context, pool, name))), ...page.next };
    });
  },
);
