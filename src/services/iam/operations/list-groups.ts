// ListGroups: lists the account's groups below a path.

import type { ListGroupsCommandInput, ListGroupsCommandOutput } from "@aws-sdk/client-iam";
import { listNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageMembers, pageOf } from "../pages.ts";
import { groupView } from "../views.ts";

export const listGroups = defineOperation<Input<ListGroupsCommandInput>, ListGroupsCommandOutput>(
  "ListGroups",
  (input, context) => {
    const groups = context.store.read((tx) => [...listNamed(tx, context.account, "group")]);
    const below = groups.filter((group) => group.path.startsWith(input.PathPrefix ?? "/"));
    const page = pageOf(below, input, (group) => group.name.toLowerCase());
    return { Groups: page.items.map((group) => groupView(context.account, group)), ...pageMembers(page) };
  },
);
