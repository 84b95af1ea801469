// UpdateAccountPasswordPolicy: says what passwords of users have to be. What is not given goes back to its default.

import type {
  UpdateAccountPasswordPolicyCommandInput,
  UpdateAccountPasswordPolicyCommandOutput,
} from "@aws-sdk/client-iam";
import { savePasswordPolicy } from "../../../iam/directory/account-settings.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";

const DEFAULT_LENGTH = 6;

export const updateAccountPasswordPolicy = defineOperation<
  Input<UpdateAccountPasswordPolicyCommandInput>,
  UpdateAccountPasswordPolicyCommandOutput
>("UpdateAccountPasswordPolicy", (input, { store, account }) => {
  const { MaxPasswordAge: maximumAgeDays, PasswordReusePrevention: remembered, HardExpiry: hardExpiry } = input;
  store.write((tx) =>
    savePasswordPolicy(tx, account, {
      minimumLength: input.MinimumPasswordLength ?? DEFAULT_LENGTH,
      requiresSymbols: input.RequireSymbols ?? false,
      requiresNumbers: input.RequireNumbers ?? false,
      requiresUppercase: input.RequireUppercaseCharacters ?? false,
      requiresLowercase: input.RequireLowercaseCharacters ?? false,
      allowsUsersToChange: input.AllowUsersToChangePassword ?? false,
      ...(maximumAgeDays === undefined ? {} : { maximumAgeDays }),
      ...(remembered === undefined ? {} : { remembered }),
      ...(hardExpiry === undefined ? {} : { hardExpiry }),
    }),
  );
  return {};
});
