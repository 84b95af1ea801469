// GetAccountSendingEnabled: whether the account may send.

import type { GetAccountSendingEnabledCommandInput, GetAccountSendingEnabledCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { loadAccount } from "../../repo.ts";

export const getAccountSendingEnabled = defineOperation<
  Input<GetAccountSendingEnabledCommandInput>,
  GetAccountSendingEnabledCommandOutput
>("GetAccountSendingEnabled", (_input, context) => ({
  Enabled: context.store.read((tx) => loadAccount(tx, context)).isSending,
}));
