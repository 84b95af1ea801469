// UpdateDestination: changes where a stream delivers, and how; each change is a version.

import type { UpdateDestinationCommandInput, UpdateDestinationCommandOutput } from "@aws-sdk/client-firehose";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { DESTINATION_ID } from "../describe.ts";
import { rolesOf, updateDestination as applyUpdate } from "../destinations.ts";
import { concurrentModification, invalidArgument, resourceInUse } from "../errors.ts";
import type { DeliveryStreamRecord } from "../records.ts";
import { requireRoles } from "../role-check.ts";
import { changeStream, requireStream } from "../streams.ts";

export const updateDestination = defineOperation<Input<UpdateDestinationCommandInput>, UpdateDestinationCommandOutput>(
  "UpdateDestination",
  async (input, context) => {
    const { DeliveryStreamName: name, CurrentDeliveryStreamVersionId: given, DestinationId: destinationId } = input;
    const requireCurrent = ({ status, version }: DeliveryStreamRecord): void => {
      if (status !== "ACTIVE")
        throw resourceInUse(`Firehose ${name} under account ${context.account} is in state ${status}.`);
      if (String(version) !== given) throw concurrentModification(name, version, given);
    };
    const before = requireStream(context, name);
    requireCurrent(before);
    // AWS: inferred.
    if (destinationId !== DESTINATION_ID) throw invalidArgument(`Destination Id ${destinationId} not found`);
    const destination = applyUpdate(before.destination, input);
    await requireRoles(context, name, rolesOf(before.source, destination));
    changeStream(context, name, (stream) => {
      // RACE: another update may have come first.
      requireCurrent(stream);
      return { ...stream, destination, version: stream.version + 1, updatedAtMs: context.clock.nowMs() };
    });
    return {};
  },
);
