// GlobalSignOut: ends all sign-ins of whoever has signed in.

import type { GlobalSignOutCommandInput, GlobalSignOutCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { authenticate } from "../auth/access-token.ts";
import { signOutEverywhere } from "../auth/refresh.ts";

export const globalSignOut = defineOperation<Input<GlobalSignOutCommandInput>, GlobalSignOutCommandOutput>(
  "GlobalSignOut",
  async ({ AccessToken }, context) => {
    const holder = await authenticate(context, AccessToken);
    context.store.write((tx) => signOutEverywhere(context, tx, holder));
    return {};
  },
);
