// GetAccountSendingEnabled: whether the account may send.

import type { GetAccountSendingEnabledCommandOutput } from "@aws-sdk/client-ses";
import { defineOperation } from "../../../../service/service.ts";
import { loadAccount } from "../../repo.ts";

export const getAccountSendingEnabled = defineOperation<unknown, GetAccountSendingEnabledCommandOutput>(
  "GetAccountSendingEnabled",
  (_input, context) => ({
    Enabled: context.store.read((tx) => loadAccount(tx, context)).isSending,
  }),
);
