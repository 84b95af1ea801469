// DeleteGroup: removes a group; its users stay.

import type { DeleteGroupCommandInput, DeleteGroupCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireGroup } from "../groups.ts";
import { removeGroup } from "../repo.ts";

export const deleteGroup = defineOperation<Input<DeleteGroupCommandInput>, DeleteGroupCommandOutput>(
  "DeleteGroup",
  ({ UserPoolId, GroupName }, context) => {
    context.store.write((tx) => {
      requireGroup(tx, context, UserPoolId, GroupName);
      removeGroup(tx, context, UserPoolId, GroupName);
    });
    return {};
  },
);
