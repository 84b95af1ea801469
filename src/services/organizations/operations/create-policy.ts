// CreatePolicy: makes a policy, which has no effect until it is attached.

import type { CreatePolicyCommandInput, CreatePolicyCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { constraintViolation, typeNotAvailable } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { newPolicyId } from "../names.ts";
import { manage } from "../organization.ts";
import { checkContent, checkName, requireType, showPolicy } from "../policies.ts";
import type { PolicyRecord } from "../records.ts";
import { listParts, savePart, saveTags } from "../repo.ts";
import { readTags } from "../tags.ts";

export const createPolicy = defineOperation<Input<CreatePolicyCommandInput>, CreatePolicyCommandOutput>(
  "CreatePolicy",
  (input, context) => {
    const { Name: name, Description: description, Content: content, Type, Tags } = input;
    const type = requireType(Type);
    const tags = readTags(Tags);
    return manage(context, (tx, organization) => {
      if (organization.featureSet !== "ALL") throw typeNotAvailable();
      checkContent(content, type);
      checkName(tx, organization, name);
      if (listParts(tx, organization.id, "policy").filter((each) => each.type === type).length >= LIMITS.policies)
        throw constraintViolation("You have exceeded the number of policies allowed.", "POLICY_NUMBER_LIMIT_EXCEEDED");
      const id = newPolicyId(context.random);
      const policy: PolicyRecord = { v: 1, id, type, name, description, content, isAwsManaged: false };
      savePart(tx, organization.id, "policy", policy);
      saveTags(tx, organization.id, id, tags);
      return { Policy: showPolicy(organization, policy) };
    });
  },
);
