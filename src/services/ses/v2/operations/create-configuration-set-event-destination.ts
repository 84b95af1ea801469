// CreateConfigurationSetEventDestination: another place that is told of mails.

import type {
  CreateConfigurationSetEventDestinationCommandInput,
  CreateConfigurationSetEventDestinationCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeSet, MOST_DESTINATIONS, requireReachable, requireSet } from "../../configuration-sets.ts";
import { alreadyExists, badRequest, faults, limitExceeded } from "../errors.ts";
import { readDestination } from "../shapes.ts";

export const createConfigurationSetEventDestination = defineOperation<
  Input<CreateConfigurationSetEventDestinationCommandInput>,
  CreateConfigurationSetEventDestinationCommandOutput
>("CreateConfigurationSetEventDestination", async (input, context) => {
  const { ConfigurationSetName: setName, EventDestinationName: name } = input;
  const destination = readDestination(name, input.EventDestination, faults);
  const check = (): void => {
    const { destinations } = context.store.read((tx) => requireSet(tx, context, setName, faults));
    if (destinations.some((one) => one.name === name))
      throw alreadyExists(`Event destination <${name}> already exists.`);
    if (destinations.length >= MOST_DESTINATIONS)
      throw limitExceeded(`Configuration set <${setName}> has ${MOST_DESTINATIONS} event destinations.`);
  };
  check();
  await requireReachable(context, context, setName, destination, (_kind, message) => badRequest(message));
  context.store.write((tx) => {
    check();
    changeSet(tx, context, setName, faults, ({ destinations }) => ({ destinations: [...destinations, destination] }));
  });
  return {};
});
