// DeleteConfigurationSet: removes a configuration set with its destinations.

import type { DeleteConfigurationSetCommandInput, DeleteConfigurationSetCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { configurationSets } from "../../repo.ts";
import { faults } from "../errors.ts";

export const deleteConfigurationSet = defineOperation<
  Input<DeleteConfigurationSetCommandInput>,
  DeleteConfigurationSetCommandOutput
>("DeleteConfigurationSet", (input, context) => {
  const name = input.ConfigurationSetName;
  if (!context.store.write((tx) => configurationSets.remove(tx, context, name)))
    throw faults.configurationSetMissing(name);
  return {};
});
