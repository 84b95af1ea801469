// DeleteConfigurationSetEventDestination: a place is no longer told.

import type {
  DeleteConfigurationSetEventDestinationCommandInput,
  DeleteConfigurationSetEventDestinationCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeSet } from "../../configuration-sets.ts";
import { faults, notFound } from "../errors.ts";

export const deleteConfigurationSetEventDestination = defineOperation<
  Input<DeleteConfigurationSetEventDestinationCommandInput>,
  DeleteConfigurationSetEventDestinationCommandOutput
>("DeleteConfigurationSetEventDestination", (input, context) => {
  const { ConfigurationSetName: setName, EventDestinationName: name } = input;
  context.store.write((tx) =>
    changeSet(tx, context, setName, faults, ({ destinations }) => {
      if (!destinations.some((one) => one.name === name)) throw notFound(`Event destination <${name}> does not exist.`);
      return { destinations: destinations.filter((one) => one.name !== name) };
    }),
  );
  return {};
});
