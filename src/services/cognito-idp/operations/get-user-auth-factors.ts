// GetUserAuthFactors: what whoever has signed in can sign in with.

import type {
  GetUserAuthFactorsCommandInput,
  GetUserAuthFactorsCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { authenticate } from "../auth/access-token.ts";
import { firstFactorsOf } from "../auth/user-auth.ts";
import { describeFactors } from "../mfa.ts";

export const getUserAuthFactors = defineOperation<
  Input<GetUserAuthFactorsCommandInput>,
  GetUserAuthFactorsCommandOutput
>("GetUserAuthFactors", async ({ AccessToken }, context) => {
  const { pool, user } = await authenticate(context, AccessToken);
  return {
    Username: user.username,
    ...describeFactors(user),
    ConfiguredUserAuthFactors: firstFactorsOf(pool, user),
  };
});
