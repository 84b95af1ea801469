// ListAttachedGroupPolicies: lists the managed policies of a group.

import type {
  ListAttachedGroupPoliciesCommandInput,
  ListAttachedGroupPoliciesCommandOutput,
} from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { attachedPolicies } from "../entities.ts";
import { pageMembers, pageOf } from "../pages.ts";

export const listAttachedGroupPolicies = defineOperation<
  Input<ListAttachedGroupPoliciesCommandInput>,
  ListAttachedGroupPoliciesCommandOutput
>("ListAttachedGroupPolicies", (input, context) => {
  const attached = attachedPolicies(context, "group", input.GroupName, input.PathPrefix);
  const page = pageOf(attached, input, (policy) => policy.PolicyArn);
  return { AttachedPolicies: [...page.items], ...pageMembers(page) };
});
