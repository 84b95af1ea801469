// StartMessageMoveTask: begins to move a dead-letter queue's messages back, or to another queue.

import type { StartMessageMoveTaskCommandInput, StartMessageMoveTaskCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { requireMoveKeys } from "../encryption.ts";
import { invalidParameterValue } from "../errors.ts";
import {
  countMovable,
  formatTaskHandle,
  moveJob,
  type MovePayload,
  requireDeadLetterQueue,
  requireQueueOf,
} from "../move-tasks.ts";
import { listMoveTasks, saveMoveTask } from "../repo.ts";

export const startMessageMoveTask = defineOperation<
  Input<StartMessageMoveTaskCommandInput>,
  StartMessageMoveTaskCommandOutput
>("StartMessageMoveTask", async (input, context) => {
  const { SourceArn, DestinationArn: destinationArn, MaxNumberOfMessagesPerSecond: rate } = input;
  const source = requireQueueOf(context, SourceArn, "SourceArn");
  requireDeadLetterQueue(context, source);
  const destination =
    destinationArn === undefined ? undefined : requireQueueOf(context, destinationArn, "DestinationArn");
  if (destination !== undefined && destination.settings.isFifo !== source.settings.isFifo)
    throw invalidParameterValue("Source and destination queues must be of the same type.");
  if (rate !== undefined && (rate < 1 || rate > LIMITS.movedPerSecond))
    throw invalidParameterValue("Value for parameter MaxNumberOfMessagesPerSecond is invalid.");
  await requireMoveKeys(context, source, destination);
  const toMove = countMovable(context, source);
  const taskId = context.random.uuid();
  context.store.write((tx) => {
    if (listMoveTasks(tx, source.scope, source.record.name).some((task) => task.status === "RUNNING"))
      throw invalidParameterValue(
        "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
      );
    saveMoveTask(tx, source.scope, {
      v: 1,
      id: taskId,
      sourceName: source.record.name,
      ...(destinationArn === undefined ? {} : { destinationArn }),
      ...(rate === undefined ? {} : { maxMessagesPerSecond: rate }),
      status: "RUNNING",
      startedAtMs: context.clock.nowMs(),
      moved: 0,
      toMove,
    });
    const payload: MovePayload = { sourceName: source.record.name, taskId };
    const { account, region } = source.scope;
    context.jobs.enqueue(tx, { account, region, kind: moveJob.kind, payload });
  });
  return { TaskHandle: formatTaskHandle(source.arn, taskId) };
});
