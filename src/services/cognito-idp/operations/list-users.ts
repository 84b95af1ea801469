// ListUsers: the users of a pool, filtered, in pages.

import type { ListUsersCommandInput, ListUsersCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { takePage, parsePageToken } from "../../../service/pages.ts";
import { invalidParameter } from "../errors.ts";
import { attributeList } from "../attributes.ts";
import { requirePool } from "../pools.ts";
import { listUsers as allUsers } from "../repo.ts";
import { compileFilter } from "../users/filter.ts";
import { describeUser, shownAttributes } from "../users/users.ts";

export const listUsers = defineOperation<Input<ListUsersCommandInput>, ListUsersCommandOutput>(
  "ListUsers",
  ({ UserPoolId, AttributesToGet, Limit: limit = 60, PaginationToken, Filter }, context) => {
    const after = parsePageToken(PaginationToken, () => invalidParameter("Invalid pagination token."));
    const isWanted = compileFilter(Filter);
    return context.store.read((tx) => {
      requirePool(tx, context, UserPoolId);
      function* matches() {
        for (const user of allUsers(tx, context, UserPoolId, after)) if (isWanted(user)) yield user;
      }
      const page = takePage(matches(), limit, ({ username }) => username);
      const Users = page.items.map((user) => {
        const shown = Object.entries(shownAttributes(user)).filter(
          ([name]) => AttributesToGet === undefined || AttributesToGet.includes(name),
        );
        return { ...describeUser(user), Attributes: attributeList(Object.fromEntries(shown)) };
      });
      const { NextToken } = page.next;
      return { Users, ...(NextToken !== undefined && { PaginationToken: NextToken }) };
    });
  },
);
