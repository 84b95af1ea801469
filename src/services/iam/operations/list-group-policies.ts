// ListGroupPolicies: names the inline policies of a group.

import type { ListGroupPoliciesCommandInput, ListGroupPoliciesCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { readEntity } from "../entities.ts";
import { pageMembers, pageOf } from "../pages.ts";

export const listGroupPolicies = defineOperation<Input<ListGroupPoliciesCommandInput>, ListGroupPoliciesCommandOutput>(
  "ListGroupPolicies",
  (input, context) => {
    const { inlinePolicies } = readEntity(context, "group", input.GroupName);
    const page = pageOf(Object.keys(inlinePolicies), input, (name) => name);
    return { PolicyNames: [...page.items], ...pageMembers(page) };
  },
);
