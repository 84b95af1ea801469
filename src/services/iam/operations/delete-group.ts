// DeleteGroup: deletes a group without users and policies.

import type { DeleteGroupCommandInput, DeleteGroupCommandOutput } from "@aws-sdk/client-iam";
import { changeIam, listNamed, removeNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity } from "../entities.ts";
import { mustFirst } from "../errors.ts";

export const deleteGroup = defineOperation<Input<DeleteGroupCommandInput>, DeleteGroupCommandOutput>(
  "DeleteGroup",
  (input, context) => {
    const { GroupName: name } = input;
    changeIam<void>(context.store, (tx) => {
      const group = requireEntity(tx, context.account, "group", name);
      const users = [...listNamed(tx, context.account, "user")];
      if (users.some((user) => user.groups.includes(name))) throw mustFirst("remove users from group");
      if (group.attachedPolicies.length > 0) throw mustFirst("detach all policies");
      if (Object.keys(group.inlinePolicies).length > 0) throw mustFirst("delete policies");
      removeNamed(tx, context.account, "group", name);
    });
    return {};
  },
);
