// ListTargetsForPolicy: lists what a policy is attached to.

import type {
  ListTargetsForPolicyCommandInput,
  ListTargetsForPolicyCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { inspect } from "../organization.ts";
import { pageOf } from "../pages.ts";
import { requirePolicy } from "../policies.ts";
import { targetsOf } from "../repo.ts";
import { showTarget } from "../tree.ts";

export const listTargetsForPolicy = defineOperation<
  Input<ListTargetsForPolicyCommandInput>,
  ListTargetsForPolicyCommandOutput
>("ListTargetsForPolicy", (input, context) => {
  return inspect(context, (tx, organization) => {
    requirePolicy(tx, organization, input.PolicyId);
    const { items, next } = pageOf(targetsOf(tx, organization.id, input.PolicyId), (id) => id, input);
    return { Targets: items.map((id) => showTarget(tx, organization, id)), ...next };
  });
});
