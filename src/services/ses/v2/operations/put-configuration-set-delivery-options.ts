// PutConfigurationSetDeliveryOptions: how mails are handed over.

import type {
  PutConfigurationSetDeliveryOptionsCommandInput,
  PutConfigurationSetDeliveryOptionsCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireSet } from "../../configuration-sets.ts";
import { configurationSets } from "../../repo.ts";
import { faults } from "../errors.ts";

export const putConfigurationSetDeliveryOptions = defineOperation<
  Input<PutConfigurationSetDeliveryOptionsCommandInput>,
  PutConfigurationSetDeliveryOptionsCommandOutput
>("PutConfigurationSetDeliveryOptions", (input, context) => {
  const { TlsPolicy: tlsPolicy = "OPTIONAL", MaxDeliverySeconds: seconds } = input;
  context.store.write((tx) => {
    const { maxDeliverySeconds: _before, ...set } = requireSet(tx, context, input.ConfigurationSetName, faults);
    configurationSets.save(tx, context, {
      ...set,
      tlsPolicy,
      ...(seconds === undefined ? {} : { maxDeliverySeconds: seconds }),
    });
  });
  return {};
});
