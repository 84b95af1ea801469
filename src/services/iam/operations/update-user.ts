// UpdateUser: renames a user or moves it to another path; its id and what it has stay.

import type { UpdateUserCommandInput, UpdateUserCommandOutput } from "@aws-sdk/client-iam";
import {
  accessKeysOf,
  changeIam,
  isNameTaken,
  loadNamed,
  removeAccessKey,
  removeNamed,
  saveAccessKey,
  saveNamed,
} from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireEntity } from "../entities.ts";
import { entityExists } from "../errors.ts";

export const updateUser = defineOperation<Input<UpdateUserCommandInput>, UpdateUserCommandOutput>(
  "UpdateUser",
  (input, context) => {
    const { UserName: name, NewUserName: newName = name, NewPath: path } = input;
    changeIam<void>(context.store, (tx) => {
      const user = requireEntity(tx, context.account, "user", name);
      const isSame = newName.toLowerCase() === name.toLowerCase();
      if (!isSame && isNameTaken(tx, context.account, "user", newName)) throw entityExists("user", newName);
      removeNamed(tx, context.account, "user", name);
      saveNamed(tx, context.account, "user", { ...user, name: newName, ...(path === undefined ? {} : { path }) });
      for (const key of accessKeysOf(tx, context.account, name)) {
        removeAccessKey(tx, key);
        saveAccessKey(tx, { ...key, userName: newName });
      }
      for (const device of user.mfaDevices ?? []) {
        const record = loadNamed(tx, context.account, "mfa", device);
        if (record !== undefined) saveNamed(tx, context.account, "mfa", { ...record, userName: newName });
      }
    });
    return {};
  },
);
