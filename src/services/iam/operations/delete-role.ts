// DeleteRole: deletes a role that has nothing left.

import type { DeleteRoleCommandInput, DeleteRoleCommandOutput } from "@aws-sdk/client-iam";
import { removeAccesses } from "../../../iam/directory/accesses.ts";
import { changeIam, listNamed, removeNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity, requireUnprotected } from "../entities.ts";
import { mustFirst } from "../errors.ts";

export const deleteRole = defineOperation<Input<DeleteRoleCommandInput>, DeleteRoleCommandOutput>(
  "DeleteRole",
  (input, context) => {
    const { RoleName: name } = input;
    // What is still being counted would come after it.
    context.accesses.flush();
    changeIam<void>(context.store, (tx) => {
      const role = requireEntity(tx, context.account, "role", name);
      requireUnprotected(role);
      const profiles = [...listNamed(tx, context.account, "instance-profile")];
      if (profiles.some((profile) => profile.roleName === name)) throw mustFirst("remove roles from instance profile");
      if (role.attachedPolicies.length > 0) throw mustFirst("detach all policies");
      if (Object.keys(role.inlinePolicies).length > 0) throw mustFirst("delete policies");
      removeNamed(tx, context.account, "role", name);
      removeAccesses(tx, context.account, role.id);
    });
    return {};
  },
);
