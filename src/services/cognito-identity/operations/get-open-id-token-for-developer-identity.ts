// GetOpenIdTokenForDeveloperIdentity: a token for somebody whom the customer's own backend has signed in.

import type {
  GetOpenIdTokenForDeveloperIdentityCommandInput,
  GetOpenIdTokenForDeveloperIdentityCommandOutput,
} from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { methodsOf } from "../credentials.ts";
import { developerLogin } from "../developer-users.ts";
import { developerUserTaken } from "../errors.ts";
import { link, newIdentity, requireUnlinked, requireUsable, saved } from "../identities.ts";
import { proveLogins } from "../logins.ts";
import { requirePool } from "../pools.ts";
import type { IdentityRecord } from "../records.ts";

// AWS: TokenDuration: 15 minutes unless given.
const DEFAULT_SECONDS = 900;
import { findByDeveloperUser } from "../repo.ts";
import { issueToken } from "../tokens.ts";

export const getOpenIdTokenForDeveloperIdentity = defineOperation<
  Input<GetOpenIdTokenForDeveloperIdentityCommandInput>,
  GetOpenIdTokenForDeveloperIdentityCommandOutput
>("GetOpenIdTokenForDeveloperIdentity", async (input, context) => {
  const located = { scope: context, pool: context.store.read((tx) => requirePool(tx, context, input.IdentityPoolId)) };
  const { user, provider, others } = developerLogin(located.pool, input.Logins);
  const logins = await proveLogins(context, located, others);
  const { identityId } = context.store.write<IdentityRecord>((tx) => {
    const owner = findByDeveloperUser(tx, context, located.pool.poolId, user);
    if (owner !== undefined && input.IdentityId !== undefined && owner !== input.IdentityId) throw developerUserTaken();
    const wanted = owner ?? input.IdentityId;
    const identity = wanted === undefined ? newIdentity(context, located) : requireUsable(tx, located, wanted);
    requireUnlinked(tx, located, identity.identityId, logins);
    const developerUsers = [...new Set([...identity.developerUsers, user])];
    const linked = saved(tx, located, { ...identity, developerUsers, modifiedAtMs: context.clock.nowMs() });
    return link(tx, context, located, linked, logins.others);
  });
  const Token = await issueToken(context, {
    identityId,
    poolId: located.pool.poolId,
    methods: [
      ...methodsOf({ own: { identityId, methods: [], tags: {} }, others: logins.others }),
      provider,
      `${provider}:${located.pool.poolId}:${user}`,
    ],
    tags: input.PrincipalTags ?? {},
    seconds: input.TokenDuration ?? DEFAULT_SECONDS,
  });
  return { IdentityId: identityId, Token };
});
