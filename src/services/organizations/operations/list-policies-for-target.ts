// ListPoliciesForTarget: lists the policies that are attached to a root, a unit or an account itself.

import type {
  ListPoliciesForTargetCommandInput,
  ListPoliciesForTargetCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { inspect } from "../organization.ts";
import { pageOf } from "../pages.ts";
import { policiesOn, requireType, summarise } from "../policies.ts";
import { requireTarget } from "../tree.ts";

export const listPoliciesForTarget = defineOperation<
  Input<ListPoliciesForTargetCommandInput>,
  ListPoliciesForTargetCommandOutput
>("ListPoliciesForTarget", (input, context) => {
  const type = requireType(input.Filter);
  return inspect(context, (tx, organization) => {
    requireTarget(tx, organization, input.TargetId);
    const { items, next } = pageOf(policiesOn(tx, organization, input.TargetId, type), ({ id }) => id, input);
    return { Policies: items.map((policy) => summarise(organization, policy)), ...next };
  });
});
