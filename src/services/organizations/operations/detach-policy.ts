// DetachPolicy: lets a policy not bind something any more.

import type { DetachPolicyCommandInput, DetachPolicyCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { constraintViolation, notAttached } from "../errors.ts";
import { FULL_ACCESS_IDS } from "../names.ts";
import { manage } from "../organization.ts";
import { policiesOn, requirePolicy } from "../policies.ts";
import { detach } from "../repo.ts";
import { requireTarget } from "../tree.ts";

export const detachPolicy = defineOperation<Input<DetachPolicyCommandInput>, DetachPolicyCommandOutput>(
  "DetachPolicy",
  (input, context) => {
    const { PolicyId, TargetId } = input;
    manage(context, (tx, organization) => {
      const { type } = requirePolicy(tx, organization, PolicyId);
      requireTarget(tx, organization, TargetId);
      const attached = policiesOn(tx, organization, TargetId, type);
      if (!attached.some(({ id }) => id === PolicyId)) throw notAttached();
      // AWS: "RCP syntax": RCPFullAWSAccess "can't be detached". The error is from the likeness to the one below.
      if (PolicyId === FULL_ACCESS_IDS.RESOURCE_CONTROL_POLICY)
        throw constraintViolation(
          "You can't detach the RCPFullAWSAccess policy.",
          "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
        );
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
