// ListMessageMoveTasks: the latest tasks of a dead-letter queue.

import type { ListMessageMoveTasksCommandInput, ListMessageMoveTasksCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { invalidParameter } from "../errors.ts";
import { formatTaskHandle, requireQueueOf } from "../move-tasks.ts";
import { listMoveTasks } from "../repo.ts";

export const listMessageMoveTasks = defineOperation<
  Input<ListMessageMoveTasksCommandInput>,
  ListMessageMoveTasksCommandOutput
>("ListMessageMoveTasks", (input, context) => {
  const { MaxResults: limit = 1 } = input;
  if (limit < 1 || limit > LIMITS.listedMoveTasks)
    throw invalidParameter("MaxResults", limit, "Must be between 1 and 10, if provided.");
  const source = requireQueueOf(context, input.SourceArn, "SourceArn");
  const tasks = context.store.read((tx) => listMoveTasks(tx, source.scope, source.record.name));
  return {
    Results: tasks.slice(0, limit).map((task) => ({
      // AWS: only a task that runs shows its handle.
      ...(task.status === "RUNNING" ? { TaskHandle: formatTaskHandle(source.arn, task.id) } : {}),
      Status: task.status,
      SourceArn: source.arn,
      ...(task.destinationArn === undefined ? {} : { DestinationArn: task.destinationArn }),
      ...(task.maxMessagesPerSecond === undefined ? {} : { MaxNumberOfMessagesPerSecond: task.maxMessagesPerSecond }),
      ApproximateNumberOfMessagesMoved: task.moved,
      ApproximateNumberOfMessagesToMove: task.toMove,
      ...(task.failureReason === undefined ? {} : { FailureReason: task.failureReason }),
      StartedTimestamp: task.startedAtMs,
    })),
  };
});
