// CancelMessageMoveTask: stops a task; what it moved stays moved.

import type { CancelMessageMoveTaskCommandInput, CancelMessageMoveTaskCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { resourceNotFound } from "../errors.ts";
import { parseTaskHandle, requireQueueOf } from "../move-tasks.ts";
import { loadMoveTask, saveMoveTask } from "../repo.ts";

export const cancelMessageMoveTask = defineOperation<
  Input<CancelMessageMoveTaskCommandInput>,
  CancelMessageMoveTaskCommandOutput
>("CancelMessageMoveTask", (input, context) => {
  const { taskId, sourceArn } = parseTaskHandle(input.TaskHandle);
  const source = requireQueueOf(context, sourceArn, "SourceArn");
  return context.store.write((tx) => {
    const task = loadMoveTask(tx, source.scope, source.record.name, taskId);
    // AWS: a task can be cancelled while it runs only.
    if (task?.status !== "RUNNING") throw resourceNotFound("Task does not exist.");
    saveMoveTask(tx, source.scope, { ...task, status: "CANCELLED" });
    return { ApproximateNumberOfMessagesMoved: task.moved };
  });
});
