// AddUserToGroup: adds a user to a group; one that is in it already is success.

import type { AddUserToGroupCommandInput, AddUserToGroupCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeEntity, requireEntity } from "../entities.ts";
import { quotaExceeded } from "../errors.ts";

// AWS: "IAM and AWS STS quotas".
const GROUP_LIMIT = 10;

export const addUserToGroup = defineOperation<Input<AddUserToGroupCommandInput>, AddUserToGroupCommandOutput>(
  "AddUserToGroup",
  (input, context) => {
    const { GroupName: groupName, UserName: userName } = input;
    changeEntity(context, "user", userName, (user, tx) => {
      requireEntity(tx, context.account, "group", groupName);
      if (user.groups.includes(groupName)) return user;
      if (user.groups.length >= GROUP_LIMIT) throw quotaExceeded("GroupsPerUser", GROUP_LIMIT);
      return { ...user, groups: [...user.groups, groupName] };
    });
    return {};
  },
);
