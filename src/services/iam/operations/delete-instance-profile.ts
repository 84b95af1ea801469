// DeleteInstanceProfile: deletes an instance profile without a role.

import type { DeleteInstanceProfileCommandInput, DeleteInstanceProfileCommandOutput } from "@aws-sdk/client-iam";
import { changeIam, removeNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { mustFirst } from "../errors.ts";
import { requireInstanceProfile } from "../instance-profiles.ts";

export const deleteInstanceProfile = defineOperation<
  Input<DeleteInstanceProfileCommandInput>,
  DeleteInstanceProfileCommandOutput
>("DeleteInstanceProfile", (input, context) => {
  const { InstanceProfileName: name } = input;
  changeIam<void>(context.store, (tx) => {
    const profile = requireInstanceProfile(tx, context.account, name);
    if (profile.roleName !== undefined) throw mustFirst("remove roles from instance profile");
    removeNamed(tx, context.account, "instance-profile", name);
  });
  return {};
});
