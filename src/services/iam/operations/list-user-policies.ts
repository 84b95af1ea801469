// ListUserPolicies: names the inline policies of a user.

import type { ListUserPoliciesCommandInput, ListUserPoliciesCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { readEntity } from "../entities.ts";
import { pageMembers, pageOf } from "../pages.ts";

export const listUserPolicies = defineOperation<Input<ListUserPoliciesCommandInput>, ListUserPoliciesCommandOutput>(
  "ListUserPolicies",
  (input, context) => {
    const { inlinePolicies } = readEntity(context, "user", input.UserName);
    const page = pageOf(Object.keys(inlinePolicies), input, (name) => name);
    return { PolicyNames: [...page.items], ...pageMembers(page) };
  },
);
