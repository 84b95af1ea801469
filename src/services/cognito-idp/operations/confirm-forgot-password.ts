// ConfirmForgotPassword: sets a new password with the code that was sent.

import type {
  ConfirmForgotPasswordCommandInput,
  ConfirmForgotPasswordCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findClient } from "../pools.ts";
import { requireSecretHash } from "../auth/sign-in.ts";
import { expiredCode } from "../errors.ts";
import { takeCode } from "../users/codes.ts";
import { confirm } from "../users/confirmation.ts";
import { requirePublicUser } from "../users/locate.ts";
import { keepPassword, requirePassword } from "../users/passwords.ts";
import { updateUser } from "../users/users.ts";

export const confirmForgotPassword = defineOperation<
  Input<ConfirmForgotPasswordCommandInput>,
  ConfirmForgotPasswordCommandOutput
>("ConfirmForgotPassword", async (input, context) => {
  const { ClientId, Username, ConfirmationCode, Password, ClientMetadata } = input;
  const client = findClient(context, ClientId);
  requireSecretHash(client, Username, input.SecretHash);
  const located = requirePublicUser(context, client, Username, expiredCode);
  requirePassword(located.pool, Password);
  const user = takeCode(context, located, "forgot-password", ConfirmationCode);
  const password = keepPassword(context.random, located.pool, user.username, Password);
  const changed = updateUser(context, { ...located, user }, (current) => {
    const { failures: _, temporaryUntilMs: _until, ...rest } = current;
    return { ...rest, password };
  });
  const source = "PostConfirmation_ConfirmForgotPassword";
  const call = { clientId: ClientId, clientMetadata: ClientMetadata };
  await confirm(context, { ...located, user: changed }, { verified: [], source, ...call });
  return {};
});
