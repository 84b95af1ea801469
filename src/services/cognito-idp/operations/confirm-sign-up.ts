// ConfirmSignUp: confirms an account with the code that was sent.

import type { ConfirmSignUpCommandInput, ConfirmSignUpCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findClient } from "../pools.ts";
import { requireSecretHash } from "../auth/sign-in.ts";
import { aliasExists, notAuthorized } from "../errors.ts";
import { takeCode } from "../users/codes.ts";
import { confirm, markVerified, verificationTarget } from "../users/confirmation.ts";
import { refuseDecoyCode } from "../users/decoy-codes.ts";
import { requirePublicUser } from "../users/locate.ts";
import { findAliasOwner, takenAlias, updateUser } from "../users/users.ts";
import { loadUser } from "../repo.ts";

export const confirmSignUp = defineOperation<Input<ConfirmSignUpCommandInput>, ConfirmSignUpCommandOutput>(
  "ConfirmSignUp",
  async (input, context) => {
    const { ClientId, Username, ConfirmationCode, ForceAliasCreation: isForced = false, ClientMetadata } = input;
    const client = findClient(context, ClientId);
    requireSecretHash(client, Username, input.SecretHash);
    const located = requirePublicUser(context, client, Username, () =>
      refuseDecoyCode(context, client, Username, "sign-up"),
    );
    const { scope, pool, user } = located;
    if (user.status !== "UNCONFIRMED")
      throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
    const attribute = verificationTarget(pool, user)?.attribute;
    const verified = attribute === undefined ? [] : [attribute];
    const future = { ...user, attributes: { ...user.attributes, ...markVerified(user.attributes, verified) } };
    const taken = context.store.read((tx) => takenAlias(tx, scope, pool, future));
    if (taken !== undefined && !isForced) throw aliasExists(`An account with the ${taken} already exists.`);
    const current = takeCode(context, located, "sign-up", ConfirmationCode);
    if (taken !== undefined) releaseAlias(taken);
    const call = { clientId: ClientId, clientMetadata: ClientMetadata };
    const source = "PostConfirmation_ConfirmSignUp";
    await confirm(context, { ...located, user: current }, { verified, source, ...call });
    return {};

    /** AWS: ForceAliasCreation: the alias moves, and its user before has it no longer verified. */
    function releaseAlias(kind: string): void {
      const value = user.attributes[kind] ?? "";
      const owner = context.store.read((tx) => {
        const name = findAliasOwner(tx, scope, pool, kind, value);
        return name === undefined ? undefined : loadUser(tx, scope, pool.poolId, name);
      });
      if (owner === undefined) return;
      updateUser(context, { scope, pool, user: owner }, (each) => ({
        ...each,
        attributes: { ...each.attributes, [`${kind}_verified`]: "false" },
      }));
    }
  },
);
