// ListRoles: lists the account's roles below a path.

import type { ListRolesCommandInput, ListRolesCommandOutput } from "@aws-sdk/client-iam";
import { listNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageMembers, pageOf } from "../pages.ts";
import { roleView } from "../views.ts";

export const listRoles = defineOperation<Input<ListRolesCommandInput>, ListRolesCommandOutput>(
  "ListRoles",
  (input, context) => {
    const roles = context.store.read((tx) => [...listNamed(tx, context.account, "role")]);
    const below = roles.filter((role) => role.path.startsWith(input.PathPrefix ?? "/"));
    const page = pageOf(below, input, (role) => role.name.toLowerCase());
    return { Roles: page.items.map((role) => roleView(context.account, role, "listed")), ...pageMembers(page) };
  },
);
