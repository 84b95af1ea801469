// DeleteAccountAlias: takes the account's alias away.

import type { DeleteAccountAliasCommandInput, DeleteAccountAliasCommandOutput } from "@aws-sdk/client-iam";
import { changeIam, requireAccount, saveAccount } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { accountAliasNotFound } from "../errors.ts";

export const deleteAccountAlias = defineOperation<
  Input<DeleteAccountAliasCommandInput>,
  DeleteAccountAliasCommandOutput
>("DeleteAccountAlias", (input, context) => {
  changeIam<void>(context.store, (tx) => {
    const { alias, ...record } = requireAccount(tx, context.account);
    if (alias !== input.AccountAlias) throw accountAliasNotFound(input.AccountAlias);
    saveAccount(tx, record);
  });
  return {};
});
