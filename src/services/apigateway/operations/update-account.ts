// UpdateAccount: changes the account's settings by a patch.

import type { UpdateAccountCommandInput, UpdateAccountCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { accountShape, NEW_ACCOUNT, patchedAccount } from "../account.ts";
import { loadAccount, saveAccount } from "../repo.ts";

export const updateAccount = defineOperation<Input<UpdateAccountCommandInput>, UpdateAccountCommandOutput>(
  "UpdateAccount",
  (input, context) => {
    const account = context.store.write((tx) => {
      const changed = patchedAccount(loadAccount(tx, context) ?? NEW_ACCOUNT, input.patchOperations);
      saveAccount(tx, context, changed);
      return changed;
    });
    return accountShape(account);
  },
);
