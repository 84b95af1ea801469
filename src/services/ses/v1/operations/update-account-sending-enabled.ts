// UpdateAccountSendingEnabled: turns the account's sending on and off.

import type {
  UpdateAccountSendingEnabledCommandInput,
  UpdateAccountSendingEnabledCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeAccount } from "../../repo.ts";

export const updateAccountSendingEnabled = defineOperation<
  Input<UpdateAccountSendingEnabledCommandInput>,
  UpdateAccountSendingEnabledCommandOutput
>("UpdateAccountSendingEnabled", (input, context) => {
  context.store.write((tx) => changeAccount(tx, context, { isSending: input.Enabled ?? false }));
  return {};
});
