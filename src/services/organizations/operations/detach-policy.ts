// DetachPolicy: lets a policy not bind something any more.

import type { DetachPolicyCommandInput, DetachPolicyCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { constraintViolation, notAttached } from "../errors.ts";
import { manage } from "../organization.ts";
import { requirePolicy } from "../policies.ts";
import { attachedTo, detach } from "../repo.ts";
import { requireTarget } from "../tree.ts";

export const detachPolicy = defineOperation<Input<DetachPolicyCommandInput>, DetachPolicyCommandOutput>(
  "DetachPolicy",
  (input, context) => {
    const { PolicyId, TargetId } = input;
    manage(context, (tx, organization) => {
      requirePolicy(tx, organization, PolicyId);
      requireTarget(tx, organization, TargetId);
      const attached = attachedTo(tx, organization.id, TargetId);
      if (!attached.includes(PolicyId)) throw notAttached();
      // AWS: "every root, OU and account must always have at least one SCP attached".
      if (attached.length === 1)
        throw constraintViolation(
          "You can't remove the last service control policy from a target.",
          "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
        );
      detach(tx, organization.id, PolicyId, TargetId);
    });
    return {};
  },
);
