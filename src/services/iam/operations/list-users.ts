// ListUsers: lists the account's users below a path.

import type { ListUsersCommandInput, ListUsersCommandOutput } from "@aws-sdk/client-iam";
import { listNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageMembers, pageOf } from "../pages.ts";
import { userView } from "../views.ts";

export const listUsers = defineOperation<Input<ListUsersCommandInput>, ListUsersCommandOutput>(
  "ListUsers",
  (input, context) => {
    const users = context.store.read((tx) => [...listNamed(tx, context.account, "user")]);
    const below = users.filter((user) => user.path.startsWith(input.PathPrefix ?? "/"));
    const page = pageOf(below, input, (user) => user.name.toLowerCase());
    return { Users: page.items.map((user) => userView(context.account, user, "listed")), ...pageMembers(page) };
  },
);
