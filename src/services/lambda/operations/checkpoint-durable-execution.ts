// CheckpointDurableExecution: takes what a durable function says of its operations.

import type {
  CheckpointDurableExecutionCommandInput,
  CheckpointDurableExecutionCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { takeCheckpoint } from "../durable/checkpoint.ts";
import { describeOperation } from "../durable/describe.ts";

export const checkpointDurableExecution = defineOperation<
  Input<CheckpointDurableExecutionCommandInput>,
  CheckpointDurableExecutionCommandOutput
>("CheckpointDurableExecution", (input, context) => {
  const { token, operations } = takeCheckpoint(context, {
    arn: input.DurableExecutionArn,
    token: input.CheckpointToken,
    clientToken: input.ClientToken,
    updates: input.Updates ?? [],
  });
  return {
    ...(token === undefined ? {} : { CheckpointToken: token }),
    NewExecutionState: { Operations: operations.map(describeOperation) },
  };
});
