// GetGroup: a group.

import type { GetGroupCommandInput, GetGroupCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireGroup } from "../groups.ts";
import { describeGroup } from "../shapes.ts";

export const getGroup = defineOperation<Input<GetGroupCommandInput>, GetGroupCommandOutput>(
  "GetGroup",
  ({ UserPoolId, GroupName }, context) => ({
    Group: describeGroup(
      UserPoolId,
      context.store.read((tx) => requireGroup(tx, context, UserPoolId, GroupName)),
    ),
  }),
);
