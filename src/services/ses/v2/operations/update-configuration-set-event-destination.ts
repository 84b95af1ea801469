// UpdateConfigurationSetEventDestination: another place, other events, on or off.

import type {
  UpdateConfigurationSetEventDestinationCommandInput,
  UpdateConfigurationSetEventDestinationCommandOutput,
} from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeSet, requireReachable, requireSet } from "../../configuration-sets.ts";
import { badRequest, faults, notFound } from "../errors.ts";
import { readDestination } from "../shapes.ts";

export const updateConfigurationSetEventDestination = defineOperation<
  Input<UpdateConfigurationSetEventDestinationCommandInput>,
  UpdateConfigurationSetEventDestinationCommandOutput
>("UpdateConfigurationSetEventDestination", async (input, context) => {
  const { ConfigurationSetName: setName, EventDestinationName: name } = input;
  const destination = readDestination(name, input.EventDestination, faults);
  const check = (): void => {
    const { destinations } = context.store.read((tx) => requireSet(tx, context, setName, faults));
    if (!destinations.some((one) => one.name === name)) throw notFound(`Event destination <${name}> does not exist.`);
  };
  check();
  await requireReachable(context, context, setName, destination, (_kind, message) => badRequest(message));
  context.store.write((tx) => {
    check();
    changeSet(tx, context, setName, faults, ({ destinations }) => ({
      destinations: destinations.map((one) => (one.name === name ? destination : one)),
    }));
  });
  return {};
});
