// CreateGroup: makes a group.

import type { CreateGroupCommandInput, CreateGroupCommandOutput } from "@aws-sdk/client-iam";
import { newId } from "../../../iam/directory/names.ts";
import type { GroupRecord } from "../../../iam/directory/records.ts";
import { changeIam, isNameTaken, saveNamed } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { entityExists } from "../errors.ts";
import { groupView } from "../views.ts";

export const createGroup = defineOperation<Input<CreateGroupCommandInput>, CreateGroupCommandOutput>(
  "CreateGroup",
  (input, context) => {
    const { GroupName: name, Path: path = "/" } = input;
    const group: GroupRecord = {
      v: 1,
      name,
      path,
      id: newId(context.random, "group"),
      createdAtMs: context.clock.nowMs(),
      inlinePolicies: {},
      attachedPolicies: [],
    };
    changeIam<void>(context.store, (tx) => {
      if (isNameTaken(tx, context.account, "group", name)) throw entityExists("group", name);
      saveNamed(tx, context.account, "group", group);
    });
    return { Group: groupView(context.account, group) };
  },
);
