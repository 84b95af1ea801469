// UpdateConfigurationSetEventDestination: another place, other events, on or off.

import type {
  UpdateConfigurationSetEventDestinationCommandInput,
  UpdateConfigurationSetEventDestinationCommandOutput,
} from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { changeSet, requireReachable, requireSet } from "../../configuration-sets.ts";
import { destinationMissing, faults, invalidDestination } from "../errors.ts";
import { readDestination } from "../shapes.ts";

export const updateConfigurationSetEventDestination = defineOperation<
  Input<UpdateConfigurationSetEventDestinationCommandInput>,
  UpdateConfigurationSetEventDestinationCommandOutput
>("UpdateConfigurationSetEventDestination", async (input, context) => {
  const { ConfigurationSetName: setName, EventDestination: given } = input;
  const check = (): void => {
    const { destinations } = context.store.read((tx) => requireSet(tx, context, setName, faults));
    if (!destinations.some((one) => one.name === given.Name)) throw destinationMissing(setName, given.Name);
  };
  check();
  const destination = readDestination(given);
  await requireReachable(context, context, setName, destination, (kind, message) =>
    invalidDestination(kind === "EventBridge" ? "SNS" : kind, setName, given.Name, message),
  );
  context.store.write((tx) => {
    check();
    changeSet(tx, context, setName, faults, ({ destinations }) => ({
      destinations: destinations.map((one) => (one.name === given.Name ? destination : one)),
    }));
  });
  return {};
});
