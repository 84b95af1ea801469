// PutAccountSendingAttributes: turns the account's sending on and off.

import type {
  PutAccountSendingAttributesCommandInput,
  PutAccountSendingAttributesCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeAccount } from "../../repo.ts";

export const putAccountSendingAttributes = defineOperation<
  Input<PutAccountSendingAttributesCommandInput>,
  PutAccountSendingAttributesCommandOutput
>("PutAccountSendingAttributes", (input, context) => {
  context.store.write((tx) => changeAccount(tx, context, { isSending: input.SendingEnabled ?? false }));
  return {};
});
