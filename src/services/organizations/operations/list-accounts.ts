// ListAccounts: lists all accounts of the organization.

import type { ListAccountsCommandInput, ListAccountsCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { inspect } from "../organization.ts";
import { pageOf } from "../pages.ts";
import { listParts } from "../repo.ts";
import { showAccount } from "../tree.ts";

export const listAccounts = defineOperation<Input<ListAccountsCommandInput>, ListAccountsCommandOutput>(
  "ListAccounts",
  (input, context) => {
    return inspect(context, (tx, organization) => {
      const { items, next } = pageOf(listParts(tx, organization.id, "member"), ({ account }) => account, input);
      return { Accounts: items.map((each) => showAccount(tx, organization, each)), ...next };
    });
  },
);
