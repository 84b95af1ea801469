// CreateAccountAlias: gives the account an alias in place of the one it has.

import type { CreateAccountAliasCommandInput, CreateAccountAliasCommandOutput } from "@aws-sdk/client-iam";
import { changeIam, listAccounts, requireAccount, saveAccount } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { accountAliasExists } from "../errors.ts";

export const createAccountAlias = defineOperation<
  Input<CreateAccountAliasCommandInput>,
  CreateAccountAliasCommandOutput
>("CreateAccountAlias", (input, context) => {
  const { AccountAlias: alias } = input;
  changeIam<void>(context.store, (tx) => {
    for (const other of listAccounts(tx)) {
      if (other.alias === alias && other.account !== context.account) throw accountAliasExists(alias);
    }
    const record = requireAccount(tx, context.account);
    saveAccount(tx, { ...record, alias });
  });
  return {};
});
