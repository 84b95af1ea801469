// RemoveUserFromGroup: takes a user out of a group.

import type { RemoveUserFromGroupCommandInput, RemoveUserFromGroupCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeEntity, requireEntity } from "../entities.ts";
import { notInGroup } from "../errors.ts";

export const removeUserFromGroup = defineOperation<
  Input<RemoveUserFromGroupCommandInput>,
  RemoveUserFromGroupCommandOutput
>("RemoveUserFromGroup", (input, context) => {
  const { GroupName: groupName, UserName: userName } = input;
  changeEntity(context, "user", userName, (user, tx) => {
    requireEntity(tx, context.account, "group", groupName);
    if (!user.groups.includes(groupName)) throw notInGroup(userName);
    return { ...user, groups: user.groups.filter((other) => other !== groupName) };
  });
  return {};
});
