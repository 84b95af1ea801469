// GetAccount: the account's settings in the region.

import type { GetAccountCommandInput, GetAccountCommandOutput } from "@aws-sdk/client-api-gateway";
import { defineOperation } from "../../../service/service.ts";
import { accountShape, NEW_ACCOUNT } from "../account.ts";
import { loadAccount } from "../repo.ts";

export const getAccount = defineOperation<GetAccountCommandInput, GetAccountCommandOutput>(
  "GetAccount",
  (_input, context) => {
    return accountShape(context.store.read((tx) => loadAccount(tx, context)) ?? NEW_ACCOUNT);
  },
);
