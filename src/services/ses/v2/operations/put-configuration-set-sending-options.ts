// PutConfigurationSetSendingOptions: turns a configuration set's mails on and off.

import type {
  PutConfigurationSetSendingOptionsCommandInput,
  PutConfigurationSetSendingOptionsCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeSet } from "../../configuration-sets.ts";
import { faults } from "../errors.ts";

export const putConfigurationSetSendingOptions = defineOperation<
  Input<PutConfigurationSetSendingOptionsCommandInput>,
  PutConfigurationSetSendingOptionsCommandOutput
>("PutConfigurationSetSendingOptions", (input, context) => {
  const isSending = input.SendingEnabled ?? false;
  context.store.write((tx) =>
    changeSet(tx, context, input.ConfigurationSetName, faults, (set) => ({
      isSending,
      ...(isSending && !set.isSending ? { freshStartMs: context.clock.nowMs() } : {}),
    })),
  );
  return {};
});
