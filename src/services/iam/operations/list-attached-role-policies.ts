// ListAttachedRolePolicies: lists the managed policies of a role.

import type { ListAttachedRolePoliciesCommandInput, ListAttachedRolePoliciesCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { attachedPolicies } from "../entities.ts";
import { pageMembers, pageOf } from "../pages.ts";

export const listAttachedRolePolicies = defineOperation<
  Input<ListAttachedRolePoliciesCommandInput>,
  ListAttachedRolePoliciesCommandOutput
>("ListAttachedRolePolicies", (input, context) => {
  const attached = attachedPolicies(context, "role", input.RoleName, input.PathPrefix);
  const page = pageOf(attached, input, (policy) => policy.PolicyArn);
  return { AttachedPolicies: [...page.items], ...pageMembers(page) };
});
