// ListPolicies: lists managed policies: the account's own, AWS's, or both.

import type { ListPoliciesCommandInput, ListPoliciesCommandOutput } from "@aws-sdk/client-iam";
import { listManagedPolicies, policyUses } from "../../../iam/directory/managed-policies.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageMembers, pageOf } from "../pages.ts";
import { policyView } from "../views.ts";

export const listPolicies = defineOperation<Input<ListPoliciesCommandInput>, ListPoliciesCommandOutput>(
  "ListPolicies",
  (input, context) => {
    const { Scope: scope = "All", OnlyAttached: isOnlyAttached = false, PathPrefix: prefix = "/" } = input;
    const usage = input.PolicyUsageFilter === "PermissionsBoundary" ? "boundary" : "attachment";
    return context.store.read((tx) => {
      const uses = policyUses(tx, context.account);
      const policies = [...listManagedPolicies(tx, context.account, scope)].filter(({ arn, record }) => {
        if (!record.path.startsWith(prefix)) return false;
        if (!isOnlyAttached && input.PolicyUsageFilter === undefined) return true;
        return uses.get(arn)?.some((use) => use.as === usage) === true;
      });
      const page = pageOf(policies, input, (policy) => policy.arn);
      return {
        Policies: page.items.map((policy) => policyView(policy, uses.get(policy.arn) ?? [], "listed")),
        ...pageMembers(page),
      };
    });
  },
);
