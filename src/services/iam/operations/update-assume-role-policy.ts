// UpdateAssumeRolePolicy: replaces a role's trust policy.

import type { UpdateAssumeRolePolicyCommandInput, UpdateAssumeRolePolicyCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeUnprotected } from "../entities.ts";
import { requireTrustPolicy } from "../trust.ts";

export const updateAssumeRolePolicy = defineOperation<
  Input<UpdateAssumeRolePolicyCommandInput>,
  UpdateAssumeRolePolicyCommandOutput
>("UpdateAssumeRolePolicy", (input, context) => {
  const { RoleName: name, PolicyDocument: trustPolicy } = input;
  requireTrustPolicy(trustPolicy);
  changeUnprotected(context, "role", name, (role) => ({ ...role, trustPolicy }));
  return {};
});
