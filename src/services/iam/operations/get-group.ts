// GetGroup: describes a group and lists its users.

import type { GetGroupCommandInput, GetGroupCommandOutput } from "@aws-sdk/client-iam";
import { listNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity } from "../entities.ts";
import { pageMembers, pageOf } from "../pages.ts";
import { groupView, userView } from "../views.ts";

export const getGroup = defineOperation<Input<GetGroupCommandInput>, GetGroupCommandOutput>(
  "GetGroup",
  (input, context) => {
    const { account } = context;
    const { group, members } = context.store.read((tx) => ({
      group: requireEntity(tx, account, "group", input.GroupName),
      members: [...listNamed(tx, account, "user")].filter((user) => user.groups.includes(input.GroupName)),
    }));
    const page = pageOf(members, input, (user) => user.name.toLowerCase());
    return {
      Group: groupView(account, group),
      Users: page.items.map((user) => userView(account, user, "listed")),
      ...pageMembers(page),
    };
  },
);
