// DeleteUser: deletes a user that has nothing left.

import type { DeleteUserCommandInput, DeleteUserCommandOutput } from "@aws-sdk/client-iam";
import { removeAccesses } from "../../../iam/directory/accesses.ts";
import { accessKeysOf, changeIam, removeNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity } from "../entities.ts";
import { mustFirst } from "../errors.ts";

export const deleteUser = defineOperation<Input<DeleteUserCommandInput>, DeleteUserCommandOutput>(
  "DeleteUser",
  (input, context) => {
    const { UserName: name } = input;
    // What is still being counted would come after it.
    context.accesses.flush();
    changeIam<void>(context.store, (tx) => {
      const user = requireEntity(tx, context.account, "user", name);
      if (user.login !== undefined) throw mustFirst("delete login profile");
      if (accessKeysOf(tx, context.account, name).length > 0) throw mustFirst("delete access keys");
      if ((user.mfaDevices ?? []).length > 0) throw mustFirst("delete MFA device");
      if (user.groups.length > 0) throw mustFirst("remove user from all groups");
      if (user.attachedPolicies.length > 0) throw mustFirst("detach all policies");
      if (Object.keys(user.inlinePolicies).length > 0) throw mustFirst("delete policies");
      removeNamed(tx, context.account, "user", name);
      removeAccesses(tx, context.account, user.id);
    });
    return {};
  },
);
