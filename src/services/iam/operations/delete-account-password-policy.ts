// DeleteAccountPasswordPolicy: AWS's own policy holds again.

import type { DeleteAccountPasswordPolicyCommandOutput } from "@aws-sdk/client-iam";
import { loadPasswordPolicy, removePasswordPolicy } from "../../../iam/directory/account-settings.ts";
import { defineOperation } from "../../../service/service.ts";
import { passwordPolicyNotFound } from "../errors.ts";

export const deleteAccountPasswordPolicy = defineOperation<object, DeleteAccountPasswordPolicyCommandOutput>(
  "DeleteAccountPasswordPolicy",
  (_input, { store, account }) => {
    store.write<void>((tx) => {
      if (loadPasswordPolicy(tx, account) === undefined) throw passwordPolicyNotFound(account);
      removePasswordPolicy(tx, account);
    });
    return {};
  },
);
