// ForgotPassword: sends a code with which a new password can be set.

import type {
  ForgotPasswordCommandInput,
  ForgotPasswordCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findClient } from "../pools.ts";
import { requireSecretHash } from "../auth/sign-in.ts";
import { invalidParameter, notAuthorized, userNotFound } from "../errors.ts";
import { sendCode } from "../users/codes.ts";
import { recoveryTarget } from "../users/confirmation.ts";
import { pretendCode } from "../users/decoy-codes.ts";
import { isHiding } from "../users/locate.ts";
import { findUser } from "../users/users.ts";

export const forgotPassword = defineOperation<Input<ForgotPasswordCommandInput>, ForgotPasswordCommandOutput>(
  "ForgotPassword",
  async (input, context) => {
    const { ClientId, Username, ClientMetadata } = input;
    const found = findClient(context, ClientId);
    const { scope, pool, client } = found;
    requireSecretHash(found, Username, input.SecretHash);
    const user = context.store.read((tx) => findUser(tx, scope, pool, Username));
    const target = user === undefined ? undefined : recoveryTarget(pool, user);
    // AWS: "Managing error responses": who is not there, is disabled or has no verified address seems to get a code, too.
    if (isHiding(client) && (user?.isEnabled !== true || target === undefined))
      return { CodeDeliveryDetails: pretendCode(context, found, Username, "forgot-password") };
    if (user === undefined) throw userNotFound();
    if (!user.isEnabled) throw notAuthorized("User is disabled.");
    // AWS: users of other identity providers have no password here.
    if (user.status === "FORCE_CHANGE_PASSWORD" || user.status === "EXTERNAL_PROVIDER")
      throw notAuthorized("User password cannot be reset in the current state.");
    if (target === undefined)
      throw invalidParameter(
        "Cannot reset password for the user as there is no registered/verified email or phone_number",
      );
    const call = { clientId: ClientId, clientMetadata: ClientMetadata };
    const located = { scope, pool, user };
    const code = { ...target, purpose: "forgot-password", kind: "ForgotPassword", ...call } as const;
    return { CodeDeliveryDetails: await sendCode(context, located, code) };
  },
);
