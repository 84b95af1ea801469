// ChangePassword: changes the password of whoever has signed in.

import type {
  ChangePasswordCommandInput,
  ChangePasswordCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { authenticate } from "../auth/access-token.ts";
import { noteFailure, requireNotLocked } from "../auth/failures.ts";
import { wrongPassword } from "../errors.ts";
import { hasPassword, keepPassword, requirePassword } from "../users/passwords.ts";
import { present, updateUser } from "../users/users.ts";

export const changePassword = defineOperation<Input<ChangePasswordCommandInput>, ChangePasswordCommandOutput>(
  "ChangePassword",
  async ({ AccessToken, PreviousPassword, ProposedPassword }, context) => {
    const caller = await authenticate(context, AccessToken);
    const holder = { ...caller, user: present(context, caller) };
    requireNotLocked(context, holder.user);
    if (holder.user.password !== undefined && !hasPassword(holder.pool, holder.user, PreviousPassword ?? "")) {
      noteFailure(context, holder);
      throw wrongPassword();
    }
    requirePassword(holder.pool, ProposedPassword);
    const password = keepPassword(context.random, holder.pool, holder.user.username, ProposedPassword);
    updateUser(context, holder, (user) => ({ ...user, password }));
    return {};
  },
);
