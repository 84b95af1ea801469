// ResendConfirmationCode: sends the code of a sign-up once more.

import type {
  ResendConfirmationCodeCommandInput,
  ResendConfirmationCodeCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findClient } from "../pools.ts";
import { requireSecretHash } from "../auth/sign-in.ts";
import { invalidParameter, userNotFound } from "../errors.ts";
import { sendCode } from "../users/codes.ts";
import { verificationTarget } from "../users/confirmation.ts";
import { pretendCode } from "../users/decoy-codes.ts";
import { isHiding } from "../users/locate.ts";
import { findUser } from "../users/users.ts";

export const resendConfirmationCode = defineOperation<
  Input<ResendConfirmationCodeCommandInput>,
  ResendConfirmationCodeCommandOutput
>("ResendConfirmationCode", async (input, context) => {
  const { ClientId, Username, ClientMetadata } = input;
  const client = findClient(context, ClientId);
  requireSecretHash(client, Username, input.SecretHash);
  const { scope, pool } = client;
  const user = context.store.read((tx) => findUser(tx, scope, pool, Username));
  // AWS: "Managing error responses": who is not there or is disabled seems to get a code, too.
  if (isHiding(client.client) && user?.isEnabled !== true)
    return { CodeDeliveryDetails: pretendCode(context, client, Username, "sign-up") };
  if (user === undefined) throw userNotFound();
  const located = { scope, pool, user };
  if (located.user.status !== "UNCONFIRMED") throw invalidParameter("User is already confirmed.");
  const target = verificationTarget(located.pool, located.user);
  if (target === undefined) throw invalidParameter("Cannot resend codes. Auto verification not turned on.");
  const call = { clientId: ClientId, clientMetadata: ClientMetadata };
  return {
    CodeDeliveryDetails: await sendCode(context, located, {
      ...target,
      purpose: "sign-up",
      kind: "ResendCode",
      ...call,
    }),
  };
});
