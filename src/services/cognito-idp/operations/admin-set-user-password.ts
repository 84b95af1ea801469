// AdminSetUserPassword: gives a user a password, for good or until the next sign-in.

import type {
  AdminSetUserPasswordCommandInput,
  AdminSetUserPasswordCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { locateUser } from "../users/locate.ts";
import { keepPassword, requirePassword } from "../users/passwords.ts";
import { updateUser } from "../users/users.ts";

export const adminSetUserPassword = defineOperation<
  Input<AdminSetUserPasswordCommandInput>,
  AdminSetUserPasswordCommandOutput
>("AdminSetUserPassword", ({ UserPoolId, Username, Password, Permanent: isPermanent = false }, context) => {
  const located = locateUser(context, UserPoolId, Username);
  requirePassword(located.pool, Password);
  const password = keepPassword(context.random, located.pool, located.user.username, Password);
  const days = located.pool.settings.Policies.PasswordPolicy.TemporaryPasswordValidityDays ?? 7;
  updateUser(context, located, (user) => {
    const { temporaryUntilMs: _, failures: _failures, ...rest } = user;
    if (isPermanent) return { ...rest, password, status: "CONFIRMED" };
    const temporaryUntilMs = context.clock.nowMs() + days * 86_400_000;
    return { ...rest, password, status: "FORCE_CHANGE_PASSWORD", temporaryUntilMs };
  });
  return {};
});
