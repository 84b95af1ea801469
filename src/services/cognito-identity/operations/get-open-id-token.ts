// GetOpenIdToken: the basic flow: a token with which the application itself asks STS for a role.

import type { GetOpenIdTokenCommandInput, GetOpenIdTokenCommandOutput } from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { methodsOf, tagsOf } from "../credentials.ts";
import { classicFlowOff } from "../errors.ts";
import { access } from "../identities.ts";
import { proveLogins } from "../logins.ts";
import { findIdentity } from "../pools.ts";
import type { IdentityRecord } from "../records.ts";

// AWS: "The OpenID token is valid for 10 minutes."
const TOKEN_SECONDS = 600;
import { issueToken } from "../tokens.ts";

export const getOpenIdToken = defineOperation<Input<GetOpenIdTokenCommandInput>, GetOpenIdTokenCommandOutput>(
  "GetOpenIdToken",
  async (input, context) => {
    const located = findIdentity(context, input.IdentityId);
    if (located.pool.settings.AllowClassicFlow !== true) throw classicFlowOff();
    const logins = await proveLogins(context, located, input.Logins);
    const { identityId } = context.store.write<IdentityRecord>((tx) =>
      access(tx, context, located, input.IdentityId, logins),
    );
    const Token = await issueToken(context, {
      identityId,
      poolId: located.pool.poolId,
      methods: methodsOf(logins),
      tags: tagsOf(context, located, logins),
      seconds: TOKEN_SECONDS,
    });
    return { IdentityId: identityId, Token };
  },
);
