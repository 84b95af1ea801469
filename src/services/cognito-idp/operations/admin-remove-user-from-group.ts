// AdminRemoveUserFromGroup: takes a user out of a group.

import type {
  AdminRemoveUserFromGroupCommandInput,
  AdminRemoveUserFromGroupCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireGroup } from "../groups.ts";
import { requirePool } from "../pools.ts";
import { removeMember } from "../repo.ts";
import { requireUser } from "../users/users.ts";

export const adminRemoveUserFromGroup = defineOperation<
  Input<AdminRemoveUserFromGroupCommandInput>,
  AdminRemoveUserFromGroupCommandOutput
>("AdminRemoveUserFromGroup", ({ UserPoolId, Username, GroupName }, context) => {
  context.store.write((tx) => {
    const pool = requirePool(tx, context, UserPoolId);
    const { username } = requireUser(tx, context, pool, Username);
    requireGroup(tx, context, UserPoolId, GroupName);
    removeMember(tx, context, UserPoolId, GroupName, username);
  });
  return {};
});
