// AdminAddUserToGroup: adds a user to a group.

import type {
  AdminAddUserToGroupCommandInput,
  AdminAddUserToGroupCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireGroup } from "../groups.ts";
import { requirePool } from "../pools.ts";
import { addMember } from "../repo.ts";
import { requireUser } from "../users/users.ts";

export const adminAddUserToGroup = defineOperation<
  Input<AdminAddUserToGroupCommandInput>,
  AdminAddUserToGroupCommandOutput
>("AdminAddUserToGroup", ({ UserPoolId, Username, GroupName }, context) => {
  context.store.write((tx) => {
    const pool = requirePool(tx, context, UserPoolId);
    const { username } = requireUser(tx, context, pool, Username);
    requireGroup(tx, context, UserPoolId, GroupName);
    addMember(tx, context, UserPoolId, GroupName, username);
  });
  return {};
});
