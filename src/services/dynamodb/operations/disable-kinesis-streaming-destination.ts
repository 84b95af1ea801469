// DisableKinesisStreamingDestination: what was changed before still goes to the stream.

import type {
  DisableKinesisStreamingDestinationCommandInput,
  DisableKinesisStreamingDestinationCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeDestination, notInState } from "../kinesis/change-destination.ts";

/** DisableKinesisStreamingDestination. */
export const disableKinesisStreamingDestination = defineOperation<
  Input<DisableKinesisStreamingDestinationCommandInput>,
  DisableKinesisStreamingDestinationCommandOutput
>("DisableKinesisStreamingDestination", (input, context) => {
  const { reference, destination } = changeDestination(context, input, (_all, present) => {
    if (present?.status !== "ACTIVE") throw notInState("disable", "ACTIVE");
    return { ...present, status: "DISABLED" };
  });
  return {
    TableName: reference.tableName,
    StreamArn: input.StreamArn,
    DestinationStatus: "DISABLING",
    EnableKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: destination.precision },
  };
});
