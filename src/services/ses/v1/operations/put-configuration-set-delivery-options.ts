// PutConfigurationSetDeliveryOptions: whether mails are handed over only under TLS.

import type {
  PutConfigurationSetDeliveryOptionsCommandInput,
  PutConfigurationSetDeliveryOptionsCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeSet } from "../../configuration-sets.ts";
import { faults } from "../errors.ts";

export const putConfigurationSetDeliveryOptions = defineOperation<
  Input<PutConfigurationSetDeliveryOptionsCommandInput>,
  PutConfigurationSetDeliveryOptionsCommandOutput
>("PutConfigurationSetDeliveryOptions", (input, context) => {
  const tlsPolicy = input.DeliveryOptions?.TlsPolicy === "Require" ? "REQUIRE" : "OPTIONAL";
  context.store.write((tx) => changeSet(tx, context, input.ConfigurationSetName, faults, () => ({ tlsPolicy })));
  return {};
});
