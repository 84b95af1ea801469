// ListGroups: the groups of a pool, in pages.

import type { ListGroupsCommandInput, ListGroupsCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { takePage, parsePageToken } from "../../../service/pages.ts";
import { invalidParameter } from "../errors.ts";
import { requirePool } from "../pools.ts";
import { listGroups as allGroups } from "../repo.ts";
import { describeGroup } from "../shapes.ts";

export const listGroups = defineOperation<Input<ListGroupsCommandInput>, ListGroupsCommandOutput>(
  "ListGroups",
  ({ UserPoolId, Limit: limit = 60, NextToken }, context) => {
    const after = parsePageToken(NextToken, () => invalidParameter("Invalid pagination token."));
    const groups = context.store.read((tx) => {
      requirePool(tx, context, UserPoolId);
      return [...allGroups(tx, context, UserPoolId)];
    });
    const from = after === undefined ? 0 : groups.findIndex(({ name }) => name === after) + 1;
    const page = takePage(groups.slice(from), limit, ({ name }) => name);
    return { Groups: page.items.map((group) => describeGroup(UserPoolId, group)), ...page.next };
  },
);
