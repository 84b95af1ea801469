// CreateGroup: makes a group of users.

import type { CreateGroupCommandInput, CreateGroupCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { groupExists } from "../errors.ts";
import { requirePool } from "../pools.ts";
import { loadGroup, saveGroup } from "../repo.ts";
import { describeGroup } from "../shapes.ts";

export const createGroup = defineOperation<Input<CreateGroupCommandInput>, CreateGroupCommandOutput>(
  "CreateGroup",
  ({ UserPoolId, GroupName, Description, RoleArn, Precedence }, context) =>
    context.store.write((tx) => {
      requirePool(tx, context, UserPoolId);
      if (loadGroup(tx, context, UserPoolId, GroupName) !== undefined)
        throw groupExists("A group with the name already exists.");
      const nowMs = context.clock.nowMs();
      const group = {
        v: 1 as const,
        name: GroupName,
        ...(Description !== undefined && { description: Description }),
        ...(RoleArn !== undefined && { roleArn: RoleArn }),
        ...(Precedence !== undefined && { precedence: Precedence }),
        createdAtMs: nowMs,
        modifiedAtMs: nowMs,
      };
      saveGroup(tx, context, UserPoolId, group);
      return { Group: describeGroup(UserPoolId, group) };
    }),
);
