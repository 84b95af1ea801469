// RemoveRoleFromInstanceProfile: takes the role out of an instance profile.

import type {
  RemoveRoleFromInstanceProfileCommandInput,
  RemoveRoleFromInstanceProfileCommandOutput,
} from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { roleNotInInstanceProfile } from "../errors.ts";
import { changeInstanceProfile } from "../instance-profiles.ts";

export const removeRoleFromInstanceProfile = defineOperation<
  Input<RemoveRoleFromInstanceProfileCommandInput>,
  RemoveRoleFromInstanceProfileCommandOutput
>("RemoveRoleFromInstanceProfile", (input, context) => {
  const { InstanceProfileName: name, RoleName: roleName } = input;
  changeInstanceProfile(context, name, (profile) => {
    if (profile.roleName !== roleName) throw roleNotInInstanceProfile(roleName);
    const { roleName: _removed, ...rest } = profile;
    return rest;
  });
  return {};
});
