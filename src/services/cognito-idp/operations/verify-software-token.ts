// VerifySoftwareToken: takes the first code of an authenticator app.

import type {
  VerifySoftwareTokenCommandInput,
  VerifySoftwareTokenCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findSetup } from "../auth/setup.ts";
import { totpStep } from "../../../kernel/totp.ts";
import { noSoftwareTokenOfUser, wrongSoftwareToken } from "../errors.ts";
import { updateUser } from "../users/users.ts";

export const verifySoftwareToken = defineOperation<
  Input<VerifySoftwareTokenCommandInput>,
  VerifySoftwareTokenCommandOutput
>("VerifySoftwareToken", async ({ AccessToken, Session, UserCode }, context) => {
  const { located, renew } = await findSetup(context, AccessToken, Session);
  const token = located.user.softwareToken;
  if (token === undefined) throw noSoftwareTokenOfUser();
  const step = totpStep(token.secret, UserCode, context.clock.nowMs(), token.lastStep);
  if (step === undefined) throw wrongSoftwareToken();
  updateUser(context, located, (user) => ({
    ...user,
    softwareToken: { secret: token.secret, isVerified: true, lastStep: step },
    // AWS: where a second factor is required, the first one that is set up is used.
    factors:
      located.pool.mfa.configuration === "ON" && user.factors.length === 0 ? ["SOFTWARE_TOKEN_MFA"] : user.factors,
  }));
  return { Status: "SUCCESS", ...renew() };
});
