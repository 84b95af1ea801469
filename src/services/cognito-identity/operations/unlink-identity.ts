// UnlinkIdentity: takes logins from an identity, for whoever has one of them. One that has no login left is nobody's any more.

import type { UnlinkIdentityCommandInput, UnlinkIdentityCommandOutput } from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { forbidden, loginsDoNotMatch } from "../errors.ts";
import { hasLogins, requireUsable, saved } from "../identities.ts";
import { proveLogins } from "../logins.ts";
import { findIdentity } from "../pools.ts";

export const unlinkIdentity = defineOperation<Input<UnlinkIdentityCommandInput>, UnlinkIdentityCommandOutput>(
  "UnlinkIdentity",
  async (input, context) => {
    const located = findIdentity(context, input.IdentityId);
    const logins = await proveLogins(context, located, input.Logins);
    if (logins.own === undefined && logins.others.length === 0) throw forbidden(input.IdentityId);
    context.store.write((tx) => {
      const identity = requireUsable(tx, located, input.IdentityId);
      const isHolder =
        logins.own?.identityId === identity.identityId ||
        logins.others.some(({ provider, user }) => identity.logins[provider] === user);
      if (!isHolder) throw loginsDoNotMatch();
      const left = Object.entries(identity.logins).filter(([provider]) => !input.LoginsToRemove.includes(provider));
      const rest = { ...identity, logins: Object.fromEntries(left), modifiedAtMs: context.clock.nowMs() };
      saved(tx, located, { ...rest, isDisabled: !hasLogins(rest) });
    });
    return {};
  },
);
