// UpdateGroup: renames a group or moves it to another path.

import type { UpdateGroupCommandInput, UpdateGroupCommandOutput } from "@aws-sdk/client-iam";
import { changeIam, isNameTaken, listNamed, removeNamed, saveNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity } from "../entities.ts";
import { entityExists } from "../errors.ts";

export const updateGroup = defineOperation<Input<UpdateGroupCommandInput>, UpdateGroupCommandOutput>(
  "UpdateGroup",
  (input, context) => {
    const { account } = context;
    const { GroupName: name, NewGroupName: newName = name, NewPath: path } = input;
    changeIam<void>(context.store, (tx) => {
      const group = requireEntity(tx, account, "group", name);
      const isSame = newName.toLowerCase() === name.toLowerCase();
      if (!isSame && isNameTaken(tx, account, "group", newName)) throw entityExists("group", newName);
      removeNamed(tx, account, "group", name);
      saveNamed(tx, account, "group", { ...group, name: newName, ...(path === undefined ? {} : { path }) });
      for (const user of [...listNamed(tx, account, "user")]) {
        if (!user.groups.includes(name)) continue;
        const groups = user.groups.map((other) => (other === name ? newName : other));
        saveNamed(tx, account, "user", { ...user, groups });
      }
    });
    return {};
  },
);
