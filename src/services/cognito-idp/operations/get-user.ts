// GetUser: whoever has signed in.

import type { GetUserCommandInput, GetUserCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { authenticate } from "../auth/access-token.ts";
import { attributeList } from "../attributes.ts";
import { describeFactors } from "../mfa.ts";
import { shownAttributes } from "../users/users.ts";

export const getUser = defineOperation<Input<GetUserCommandInput>, GetUserCommandOutput>(
  "GetUser",
  async ({ AccessToken }, context) => {
    const { user, client } = await authenticate(context, AccessToken);
    const { ReadAttributes } = client.settings;
    const shown = Object.entries(shownAttributes(user)).filter(
      ([name]) => name === "sub" || ReadAttributes === undefined || ReadAttributes.includes(name),
    );
    return {
      Username: user.username,
      UserAttributes: attributeList(Object.fromEntries(shown)),
      ...describeFactors(user),
    };
  },
);
