// GetLoginProfile: whether a user has a password, and since when.

import type { GetLoginProfileCommandInput, GetLoginProfileCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { userNameOf } from "../entities.ts";
import { loginView, requireLogin } from "../login-profiles.ts";

export const getLoginProfile = defineOperation<Input<GetLoginProfileCommandInput>, GetLoginProfileCommandOutput>(
  "GetLoginProfile",
  (input, context) => {
    const userName = userNameOf(input, context);
    return { LoginProfile: loginView(userName, requireLogin(context, userName)) };
  },
);
