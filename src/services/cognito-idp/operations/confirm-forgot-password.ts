// ConfirmForgotPassword: sets a new password with the code that was sent.

import type {
  ConfirmForgotPasswordCommandInput,
  ConfirmForgotPasswordCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findClient } from "../pools.ts";
import { requireSecretHash } from "../auth/sign-in.ts";
import { notAuthorized } from "../errors.ts";
import { takeCode } from "../users/codes.ts";
import { confirm } from "../users/confirmation.ts";
import { refuseDecoyCode } from "../users/decoy-codes.ts";
import { isHiding, requirePublicUser } from "../users/locate.ts";
import { keepPassword, requirePassword } from "../users/passwords.ts";
import { updateUser } from "../users/users.ts";

export const confirmForgotPassword = defineOperation<
  Input<ConfirmForgotPasswordCommandInput>,
  ConfirmForgotPasswordCommandOutput
>("ConfirmForgotPassword", async (input, context) => {
  const { ClientId, Username, ConfirmationCode, Password, ClientMetadata } = input;
  const client = findClient(context, ClientId);
  requireSecretHash(client, Username, input.SecretHash);
  requirePassword(client.pool, Password);
  const refuse = (): Error => refuseDecoyCode(context, client, Username, "forgot-password");
  const located = requirePublicUser(context, client, Username, refuse);
  // AWS: "Managing error responses": one who is disabled is as hidden as one who is not there.
  if (!located.user.isEnabled) throw isHiding(client.client) ? refuse() : notAuthorized("User is disabled.");
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
