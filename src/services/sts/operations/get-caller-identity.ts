// GetCallerIdentity: tells the caller who they are.

import type { GetCallerIdentityCommandOutput } from "@aws-sdk/client-sts";
import { accountOf, displayName } from "../../../iam/principals.ts";
import { defineOperation } from "../../../service/service.ts";

export const getCallerIdentity = defineOperation<object, GetCallerIdentityCommandOutput>(
  "GetCallerIdentity",
  (_input, { principal }) => ({
    UserId: "userId" in principal ? principal.userId : displayName(principal),
    Account: accountOf(principal),
    Arn: displayName(principal),
  }),
);
