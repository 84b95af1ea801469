// ListGroupsForUser: lists the groups of a user.

import type { ListGroupsForUserCommandInput, ListGroupsForUserCommandOutput } from "@aws-sdk/client-iam";
import { loadNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity } from "../entities.ts";
import { pageMembers, pageOf } from "../pages.ts";
import { groupView } from "../views.ts";

export const listGroupsForUser = defineOperation<Input<ListGroupsForUserCommandInput>, ListGroupsForUserCommandOutput>(
  "ListGroupsForUser",
  (input, context) => {
    const { account } = context;
    const groups = context.store.read((tx) =>
      requireEntity(tx, account, "user", input.UserName).groups.flatMap(
        (name) => loadNamed(tx, account, "group", name) ?? [],
      ),
    );
    const page = pageOf(groups, input, (group) => group.name.toLowerCase());
    return { Groups: page.items.map((group) => groupView(account, group)), ...pageMembers(page) };
  },
);
