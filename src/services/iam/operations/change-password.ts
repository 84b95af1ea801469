// ChangePassword: a user sets another password, who knows the present one.

import type { ChangePasswordCommandInput, ChangePasswordCommandOutput } from "@aws-sdk/client-iam";
import { loadPasswordPolicy } from "../../../iam/directory/account-settings.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { accessDenied, invalidUserType, passwordViolation } from "../errors.ts";
import { requireLogin, setPassword } from "../login-profiles.ts";
import { hashPassword, isPresent, rotationDueMs } from "../passwords.ts";

export const changePassword = defineOperation<Input<ChangePasswordCommandInput>, ChangePasswordCommandOutput>(
  "ChangePassword",
  async (input, context) => {
    const { principal, store, account, clock } = context;
    if (principal.kind !== "user") throw invalidUserType();
    const { userName } = principal;
    const login = requireLogin(context, userName);
    if (!isPresent(login, await hashPassword(input.OldPassword, login.salt)))
      throw accessDenied("The old password was incorrect.");
    const policy = store.read((tx) => loadPasswordPolicy(tx, account));
    // AWS: HardExpiry: "The IAM user cannot access the console until an administrator resets the password."
    if (policy?.hardExpiry === true && (rotationDueMs(login, policy) ?? Infinity) <= clock.nowMs())
      throw passwordViolation("The password has expired. Only an administrator can reset it.");
    await setPassword(context, userName, input.NewPassword, (changed) => ({ ...changed, isResetRequired: false }));
    return {};
  },
);
