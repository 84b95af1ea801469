// ConfirmSignUp: confirms an account with the code that was sent.

import type { ConfirmSignUpCommandInput, ConfirmSignUpCommandOutput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findClient } from "../pools.ts";
import { requireSecretHash } from "../auth/sign-in.ts";
import { confirmedSession } from "../auth/sign-up-sessions.ts";
import { notAuthorized } from "../errors.ts";
import { takeCode } from "../users/codes.ts";
import { confirm, markVerified, verificationTarget } from "../users/confirmation.ts";
import { refuseDecoyCode } from "../users/decoy-codes.ts";
import { requireAlias } from "../users/force-alias.ts";
import { requirePublicUser } from "../users/locate.ts";

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
    const moveAlias = requireAlias(context, { scope, pool, user: future }, isForced);
    const current = takeCode(context, located, "sign-up", ConfirmationCode);
    moveAlias();
    const call = { clientId: ClientId, clientMetadata: ClientMetadata };
    const source = "PostConfirmation_ConfirmSignUp";
    await confirm(context, { ...located, user: current }, { verified, source, ...call });
    const signIn = { ...client, clientMetadata: ClientMetadata, isAdmin: false };
    return confirmedSession(context, signIn, located, input.Session);
  },
);
