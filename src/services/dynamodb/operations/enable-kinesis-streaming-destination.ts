// EnableKinesisStreamingDestination: from now on the table's changes go to a Kinesis data stream.

import type {
  EnableKinesisStreamingDestinationCommandInput,
  EnableKinesisStreamingDestinationCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeDestination, checkStreamArn, notInState } from "../kinesis/change-destination.ts";
import { parseTableReference } from "../tables/names.ts";

/** EnableKinesisStreamingDestination. */
export const enableKinesisStreamingDestination = defineOperation<
  Input<EnableKinesisStreamingDestinationCommandInput>,
  EnableKinesisStreamingDestinationCommandOutput
>("EnableKinesisStreamingDestination", async (input, context) => {
  checkStreamArn(input.StreamArn, parseTableReference(input.TableName, context));
  // As the caller, who must be allowed to see the stream; Kinesis says if there is none.
  await context.aws.kinesis.describeStreamSummary({ StreamARN: input.StreamArn });
  const { reference, destination } = changeDestination(context, input, (all) => {
    if (all.some(({ status }) => status === "ACTIVE")) throw notInState("enable", "DISABLED or ENABLE_FAILED");
    const precision = input.EnableKinesisStreamingConfiguration?.ApproximateCreationDateTimePrecision;
    return { streamArn: input.StreamArn, status: "ACTIVE", precision: precision ?? "MILLISECOND" };
  });
  return {
    TableName: reference.tableName,
    StreamArn: input.StreamArn,
    DestinationStatus: "ENABLING",
    EnableKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: destination.precision },
  };
});
