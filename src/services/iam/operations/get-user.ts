// GetUser: describes a user, or the caller.

import type { GetUserCommandInput, GetUserCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { readEntity, userNameOf } from "../entities.ts";
import { userView } from "../views.ts";

export const getUser = defineOperation<Input<GetUserCommandInput>, GetUserCommandOutput>(
  "GetUser",
  (input, context) => {
    const { principal } = context;
    if (input.UserName === undefined && principal.kind === "root") {
      // AWS: without a name, the root user gets the account as a user without a name.
      const { account, arn } = principal;
      return { User: { UserId: account, Arn: arn, CreateDate: new Date(0), Path: undefined, UserName: undefined } };
    }
    return { User: userView(context.account, readEntity(context, "user", userNameOf(input, context))) };
  },
);
