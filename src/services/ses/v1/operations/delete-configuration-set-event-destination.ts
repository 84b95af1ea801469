// DeleteConfigurationSetEventDestination: a place is no longer told.

import type {
  DeleteConfigurationSetEventDestinationCommandInput,
  DeleteConfigurationSetEventDestinationCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeSet } from "../../configuration-sets.ts";
import { destinationMissing, faults } from "../errors.ts";

export const deleteConfigurationSetEventDestination = defineOperation<
  Input<DeleteConfigurationSetEventDestinationCommandInput>,
  DeleteConfigurationSetEventDestinationCommandOutput
>("DeleteConfigurationSetEventDestination", (input, context) => {
  const { ConfigurationSetName: setName, EventDestinationName: name } = input;
  context.store.write((tx) =>
    changeSet(tx, context, setName, faults, ({ destinations }) => {
      if (!destinations.some((one) => one.name === name)) throw destinationMissing(setName, name);
      return { destinations: destinations.filter((one) => one.name !== name) };
    }),
  );
  return {};
});
