// UpdateKinesisStreamingDestination: the precision of the records' times.

import type {
  UpdateKinesisStreamingDestinationCommandInput,
  UpdateKinesisStreamingDestinationCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { validationError } from "../errors.ts";
import { changeDestination, notInState } from "../kinesis/change-destination.ts";

/** UpdateKinesisStreamingDestination. */
export const updateKinesisStreamingDestination = defineOperation<
  Input<UpdateKinesisStreamingDestinationCommandInput>,
  UpdateKinesisStreamingDestinationCommandOutput
>("UpdateKinesisStreamingDestination", (input, context) => {
  const precision = input.UpdateKinesisStreamingConfiguration?.ApproximateCreationDateTimePrecision;
  if (precision === undefined) throw validationError("Streaming destination cannot be updated with given parameters");
  const { reference } = changeDestination(context, input, (_all, present) => {
    if (present?.status !== "ACTIVE") throw notInState("update", "ACTIVE");
    if (present.precision === precision)
      throw validationError(`Invalid Request: Precision is already set to the desired value of ${precision}`);
    return { ...present, precision };
  });
  return {
    TableName: reference.tableName,
    StreamArn: input.StreamArn,
    DestinationStatus: "UPDATING",
    UpdateKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: precision },
  };
});
