// CancelExportTask: ends a task that runs; what it has written stays. AWS: CancelExportTask (API reference).

import type { CancelExportTaskCommandInput, CancelExportTaskCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidOperation, resourceNotFound } from "../errors.ts";
import { loadTask, saveTask } from "../exports/repo.ts";

export const cancelExportTask = defineOperation<Input<CancelExportTaskCommandInput>, CancelExportTaskCommandOutput>(
  "CancelExportTask",
  ({ taskId }, context) => {
    context.store.write((tx) => {
      const task = loadTask(tx, context, taskId);
      if (task === undefined) throw resourceNotFound();
      // AWS: "The task must be in the PENDING or RUNNING state."
      if (task.status !== "RUNNING") throw invalidOperation("The specified export task has already finished");
      const completedAtMs = context.clock.nowMs();
      saveTask(tx, context, { ...task, status: "CANCELLED", message: "Cancelled", completedAtMs });
    });
    return {};
  },
);
