// UpdateLoginProfile: an administrator gives a user another password.

import type { UpdateLoginProfileCommandInput, UpdateLoginProfileCommandOutput } from "@aws-sdk/client-iam";
import type { LoginProfile } from "../../../iam/directory/records.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeEntity } from "../entities.ts";
import { loginProfileNotFound } from "../errors.ts";
import { setPassword } from "../login-profiles.ts";

export const updateLoginProfile = defineOperation<
  Input<UpdateLoginProfileCommandInput>,
  UpdateLoginProfileCommandOutput
>("UpdateLoginProfile", async (input, context) => {
  const { UserName: userName, Password: password, PasswordResetRequired: isResetRequired } = input;
  const change = (login: LoginProfile): LoginProfile => ({
    ...login,
    isResetRequired: isResetRequired ?? login.isResetRequired,
  });
  if (password !== undefined) {
    await setPassword(context, userName, password, change);
    return {};
  }
  changeEntity(context, "user", userName, (user) => {
    if (user.login === undefined) throw loginProfileNotFound(userName);
    return { ...user, login: change(user.login) };
  });
  return {};
});
