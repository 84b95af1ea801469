// GetConfigurationSetEventDestinations: all places that are told of a configuration set's mails.

import type {
  GetConfigurationSetEventDestinationsCommandInput,
  GetConfigurationSetEventDestinationsCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireSet } from "../../configuration-sets.ts";
import { faults } from "../errors.ts";
import { writeDestination } from "../shapes.ts";

export const getConfigurationSetEventDestinations = defineOperation<
  Input<GetConfigurationSetEventDestinationsCommandInput>,
  GetConfigurationSetEventDestinationsCommandOutput
>("GetConfigurationSetEventDestinations", (input, context) => {
  const { destinations } = context.store.read((tx) => requireSet(tx, context, input.ConfigurationSetName, faults));
  return { EventDestinations: destinations.map(writeDestination) };
});
