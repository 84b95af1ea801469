// UpdateConfigurationSetSendingEnabled: turns a configuration set's mails on and off.

import type {
  UpdateConfigurationSetSendingEnabledCommandInput,
  UpdateConfigurationSetSendingEnabledCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeSet } from "../../configuration-sets.ts";
import { faults } from "../errors.ts";

export const updateConfigurationSetSendingEnabled = defineOperation<
  Input<UpdateConfigurationSetSendingEnabledCommandInput>,
  UpdateConfigurationSetSendingEnabledCommandOutput
>("UpdateConfigurationSetSendingEnabled", (input, context) => {
  const isSending = input.Enabled;
  context.store.write((tx) =>
    changeSet(tx, context, input.ConfigurationSetName, faults, (set) => ({
      isSending,
      ...(isSending && !set.isSending ? { freshStartMs: context.clock.nowMs() } : {}),
    })),
  );
  return {};
});
