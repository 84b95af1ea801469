// CreateLoginProfile: gives a user a password.

import type { CreateLoginProfileCommandInput, CreateLoginProfileCommandOutput } from "@aws-sdk/client-iam";
import { loadPasswordPolicy } from "../../../iam/directory/account-settings.ts";
import type { LoginProfile } from "../../../iam/directory/records.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeEntity, readEntity, userNameOf } from "../entities.ts";
import { loginProfileExists, validation } from "../errors.ts";
import { loginView } from "../login-profiles.ts";
import { hashPassword, requireGoodPassword } from "../passwords.ts";

const SALT_BYTES = 16;

export const createLoginProfile = defineOperation<
  Input<CreateLoginProfileCommandInput>,
  CreateLoginProfileCommandOutput
>("CreateLoginProfile", async (input, context) => {
  const { Password: password, PasswordResetRequired: isResetRequired = false } = input;
  const userName = userNameOf(input, context);
  // AWS: "This parameter must be omitted when you make the request with an AssumeRoot session. It is required in all other cases."
  if (password === undefined)
    throw validation(
      "1 validation error detected: Value null at 'password' failed to satisfy constraint: Member must not be null",
    );
  if (readEntity(context, "user", userName).login !== undefined) throw loginProfileExists(userName);
  requireGoodPassword(
    password,
    context.store.read((tx) => loadPasswordPolicy(tx, context.account)),
  );
  const salt = Buffer.from(context.random.bytes(SALT_BYTES)).toString("hex");
  const hashes = [await hashPassword(password, salt)];
  const nowMs = context.clock.nowMs();
  const login: LoginProfile = { createdAtMs: nowMs, changedAtMs: nowMs, isResetRequired, salt, hashes };
  changeEntity(context, "user", userName, (user) => {
    if (user.login !== undefined) throw loginProfileExists(userName);
    return { ...user, login };
  });
  return { LoginProfile: loginView(userName, login) };
});
