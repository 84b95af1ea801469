// ListRolePolicies: names the inline policies of a role.

import type { ListRolePoliciesCommandInput, ListRolePoliciesCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { readEntity } from "../entities.ts";
import { pageMembers, pageOf } from "../pages.ts";

export const listRolePolicies = defineOperation<Input<ListRolePoliciesCommandInput>, ListRolePoliciesCommandOutput>(
  "ListRolePolicies",
  (input, context) => {
    const { inlinePolicies } = readEntity(context, "role", input.RoleName);
    const page = pageOf(Object.keys(inlinePolicies), input, (name) => name);
    return { PolicyNames: [...page.items], ...pageMembers(page) };
  },
);
