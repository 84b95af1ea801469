// AttachPolicy: lets a policy bind a root, a unit or an account.

import type { AttachPolicyCommandInput, AttachPolicyCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { constraintViolation, duplicateAttachment, typeNotEnabled } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { manage } from "../organization.ts";
import { policiesOn, requirePolicy } from "../policies.ts";
import { attach } from "../repo.ts";
import { requireTarget } from "../tree.ts";

export const attachPolicy = defineOperation<Input<AttachPolicyCommandInput>, AttachPolicyCommandOutput>(
  "AttachPolicy",
  (input, context) => {
    const { PolicyId, TargetId } = input;
    manage(context, (tx, organization) => {
      const policy = requirePolicy(tx, organization, PolicyId);
      requireTarget(tx, organization, TargetId);
      if (!organization.enabledTypes.includes(policy.type)) throw typeNotEnabled();
      const attached = policiesOn(tx, organization, TargetId, policy.type);
      if (attached.some(({ id }) => id === PolicyId)) throw duplicateAttachment();
      if (attached.length >= LIMITS.policiesOnTarget)
        throw constraintViolation(
          "You have attached the maximum number of policies to the specified target.",
          "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
        );
      attach(tx, organization.id, PolicyId, TargetId);
    });
    return {};
  },
);
