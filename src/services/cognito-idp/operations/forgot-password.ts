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
import { deliveryDetails, sendCode } from "../users/codes.ts";
import { recoveryTarget } from "../users/confirmation.ts";
import { findUser } from "../users/users.ts";

export const forgotPassword = defineOperation<Input<ForgotPasswordCommandInput>, ForgotPasswordCommandOutput>(
  "ForgotPassword",
  async (input, context) => {
    const { ClientId, Username, ClientMetadata } = input;
    const found = findClient(context, ClientId);
    const { scope, pool, client } = found;
    requireSecretHash(found, Username, input.SecretHash);
    const user = context.store.read((tx) => findUser(tx, scope, pool, Username));
    if (user === undefined) {
      if (client.settings.PreventUserExistenceErrors !== "ENABLED") throw userNotFound();
      // AWS: "Managing error responses": somebody who is not there seems to get a code, too.
      return { CodeDeliveryDetails: deliveryDetails("EMAIL", Username.includes("@") ? Username : `${Username}@d`) };
    }
    if (!user.isEnabled) throw notAuthorized("User is disabled.");
    if (user.status === "FORCE_CHANGE_PASSWORD")
      throw notAuthorized("User password cannot be reset in the current state.");
    const target = recoveryTarget(pool, user);
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
