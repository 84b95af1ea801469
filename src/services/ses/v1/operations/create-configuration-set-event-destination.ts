// CreateConfigurationSetEventDestination: another place that is told of mails.

import type {
  CreateConfigurationSetEventDestinationCommandInput,
  CreateConfigurationSetEventDestinationCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeSet, MOST_DESTINATIONS, requireReachable, requireSet } from "../../configuration-sets.ts";
import { destinationExists, faults, invalidDestination, limitExceeded } from "../errors.ts";
import { readDestination } from "../shapes.ts";

export const createConfigurationSetEventDestination = defineOperation<
  Input<CreateConfigurationSetEventDestinationCommandInput>,
  CreateConfigurationSetEventDestinationCommandOutput
>("CreateConfigurationSetEventDestination", async (input, context) => {
  const { ConfigurationSetName: setName, EventDestination: given } = input;
  const check = (): void => {
    const { destinations } = context.store.read((tx) => requireSet(tx, context, setName, faults));
    if (destinations.some((one) => one.name === given.Name)) throw destinationExists(setName, given.Name);
    if (destinations.length >= MOST_DESTINATIONS)
      throw limitExceeded(`Configuration set <${setName}> has ${MOST_DESTINATIONS} event destinations.`);
  };
  check();
  const destination = readDestination(given);
  await requireReachable(context, context, setName, destination, (kind, message) =>
    invalidDestination(kind === "EventBridge" ? "SNS" : kind, setName, given.Name, message),
  );
  context.store.write((tx) => {
    check();
    changeSet(tx, context, setName, faults, ({ destinations }) => ({ destinations: [...destinations, destination] }));
  });
  return {};
});
