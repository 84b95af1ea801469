// UpdateGroup: changes what is given of a group.

import type { UpdateGroupCommandInput, UpdateGroupCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireGroup } from "../groups.ts";
import { saveGroup } from "../repo.ts";
import { describeGroup } from "../shapes.ts";

export const updateGroup = defineOperation<Input<UpdateGroupCommandInput>, UpdateGroupCommandOutput>(
  "UpdateGroup",
  ({ UserPoolId, GroupName, Description, RoleArn, Precedence }, context) =>
    context.store.write((tx) => {
      const group = {
        ...requireGroup(tx, context, UserPoolId, GroupName),
        ...(Description !== undefined && { description: Description }),
        ...(RoleArn !== undefined && { roleArn: RoleArn }),
        ...(Precedence !== undefined && { precedence: Precedence }),
        modifiedAtMs: context.clock.nowMs(),
      };
      saveGroup(tx, context, UserPoolId, group);
      return { Group: describeGroup(UserPoolId, group) };
    }),
);
