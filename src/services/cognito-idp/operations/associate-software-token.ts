// AssociateSoftwareToken: gives a user the secret for an authenticator app.

import type {
  AssociateSoftwareTokenCommandInput,
  AssociateSoftwareTokenCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newTotpSecret } from "../../../kernel/totp.ts";
import { findSetup } from "../auth/setup.ts";
import { noSoftwareTokenOfPool } from "../errors.ts";
import { updateUser } from "../users/users.ts";

const SECRET_LENGTH = 52;

export const associateSoftwareToken = defineOperation<
  Input<AssociateSoftwareTokenCommandInput>,
  AssociateSoftwareTokenCommandOutput
>("AssociateSoftwareToken", async ({ AccessToken, Session }, context) => {
  const { located, renew } = await findSetup(context, AccessToken, Session);
  if (!located.pool.mfa.isSoftwareTokenEnabled) throw noSoftwareTokenOfPool();
  const secret = newTotpSecret(context.random, SECRET_LENGTH);
  updateUser(context, located, (user) => ({ ...user, softwareToken: { secret, isVerified: false } }));
  return { SecretCode: secret, ...renew() };
});
