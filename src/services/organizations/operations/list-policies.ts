// ListPolicies: lists the policies of a type.

import type { ListPoliciesCommandInput, ListPoliciesCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { inspect } from "../organization.ts";
import { pageOf } from "../pages.ts";
import { requireType, summarise } from "../policies.ts";
import { listParts } from "../repo.ts";

export const listPolicies = defineOperation<Input<ListPoliciesCommandInput>, ListPoliciesCommandOutput>(
  "ListPolicies",
  (input, context) => {
    const type = requireType(input.Filter);
    return inspect(context, (tx, organization) => {
      const policies = listParts(tx, organization.id, "policy").filter((policy) => policy.type === type);
      const { items, next } = pageOf(policies, ({ id }) => id, input);
      return { Policies: items.map((policy) => summarise(organization, policy)), ...next };
    });
  },
);
