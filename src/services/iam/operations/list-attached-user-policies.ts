// ListAttachedUserPolicies: lists the managed policies of a user.

import type { ListAttachedUserPoliciesCommandInput, ListAttachedUserPoliciesCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { attachedPolicies } from "../entities.ts";
import { pageMembers, pageOf } from "../pages.ts";

export const listAttachedUserPolicies = defineOperation<
  Input<ListAttachedUserPoliciesCommandInput>,
  ListAttachedUserPoliciesCommandOutput
>("ListAttachedUserPolicies", (input, context) => {
  const attached = attachedPolicies(context, "user", input.UserName, input.PathPrefix);
  const page = pageOf(attached, input, (policy) => policy.PolicyArn);
  return { AttachedPolicies: [...page.items], ...pageMembers(page) };
});
