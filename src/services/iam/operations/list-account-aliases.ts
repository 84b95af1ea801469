// ListAccountAliases: lists the account's alias, of which there is at most one.

import type { ListAccountAliasesCommandInput, ListAccountAliasesCommandOutput } from "@aws-sdk/client-iam";
import { requireAccount } from "../../../iam/directory/repo.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";

export const listAccountAliases = defineOperation<
  Input<ListAccountAliasesCommandInput>,
  ListAccountAliasesCommandOutput
>("ListAccountAliases", (_input, context) => {
  const { alias } = context.store.read((tx) => requireAccount(tx, context.account));
  return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false };
});
