// UpdatePolicy: changes a policy, for all that it is attached to.

import type { UpdatePolicyCommandInput, UpdatePolicyCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidInput } from "../errors.ts";
import { manage } from "../organization.ts";
import { checkContent, checkName, requirePolicy, showPolicy } from "../policies.ts";
import type { PolicyRecord } from "../records.ts";
import { savePart } from "../repo.ts";

export const updatePolicy = defineOperation<Input<UpdatePolicyCommandInput>, UpdatePolicyCommandOutput>(
  "UpdatePolicy",
  (input, context) => {
    const { PolicyId, Name, Description, Content } = input;
    return manage(context, (tx, organization) => {
      const policy = requirePolicy(tx, organization, PolicyId);
      if (policy.isAwsManaged) throw invalidInput("You can't modify an AWS managed policy.", "IMMUTABLE_POLICY");
      if (Content !== undefined) checkContent(Content, policy.type);
      if (Name !== undefined) checkName(tx, organization, Name, PolicyId);
      const changed: PolicyRecord = {
        ...policy,
        name: Name ?? policy.name,
        description: Description ?? policy.description,
        content: Content ?? policy.content,
      };
      savePart(tx, organization.id, "policy", changed);
      return { Policy: showPolicy(organization, changed) };
    });
  },
);
