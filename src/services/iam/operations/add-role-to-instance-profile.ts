// AddRoleToInstanceProfile: puts a role into an instance profile that has none.

import type { AddRoleToInstanceProfileCommandInput, AddRoleToInstanceProfileCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity, requireUnprotected } from "../entities.ts";
import { quotaExceeded } from "../errors.ts";
import { changeInstanceProfile } from "../instance-profiles.ts";

export const addRoleToInstanceProfile = defineOperation<
  Input<AddRoleToInstanceProfileCommandInput>,
  AddRoleToInstanceProfileCommandOutput
>("AddRoleToInstanceProfile", (input, context) => {
  const { InstanceProfileName: name, RoleName: roleName } = input;
  changeInstanceProfile(context, name, (profile, tx) => {
    requireUnprotected(requireEntity(tx, context.account, "role", roleName));
    if (profile.roleName !== undefined) throw quotaExceeded("InstanceSessionsPerInstanceProfile", 1);
    return { ...profile, roleName };
  });
  return {};
});
