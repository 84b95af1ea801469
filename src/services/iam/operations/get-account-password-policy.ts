// GetAccountPasswordPolicy: what passwords of users have to be, where an administrator said so.

import type { GetAccountPasswordPolicyCommandOutput } from "@aws-sdk/client-iam";
import { loadPasswordPolicy } from "../../../iam/directory/account-settings.ts";
import { defineOperation } from "../../../service/service.ts";
import { passwordPolicyNotFound } from "../errors.ts";

export const getAccountPasswordPolicy = defineOperation<object, GetAccountPasswordPolicyCommandOutput>(
  "GetAccountPasswordPolicy",
  (_input, { store, account }) => {
    const policy = store.read((tx) => loadPasswordPolicy(tx, account));
    if (policy === undefined) throw passwordPolicyNotFound(account);
    const { maximumAgeDays: MaxPasswordAge, remembered: PasswordReusePrevention, hardExpiry: HardExpiry } = policy;
    return {
      PasswordPolicy: {
        MinimumPasswordLength: policy.minimumLength,
        RequireSymbols: policy.requiresSymbols,
        RequireNumbers: policy.requiresNumbers,
        RequireUppercaseCharacters: policy.requiresUppercase,
        RequireLowercaseCharacters: policy.requiresLowercase,
        AllowUsersToChangePassword: policy.allowsUsersToChange,
        ExpirePasswords: MaxPasswordAge !== undefined,
        ...(MaxPasswordAge === undefined ? {} : { MaxPasswordAge }),
        ...(PasswordReusePrevention === undefined ? {} : { PasswordReusePrevention }),
        ...(HardExpiry === undefined ? {} : { HardExpiry }),
      },
    };
  },
);
