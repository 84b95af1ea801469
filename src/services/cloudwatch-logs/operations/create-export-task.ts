// CreateExportTask: begins to write a group's events into a bucket. AWS: CreateExportTask (API reference).

import type { CreateExportTaskCommandInput, CreateExportTaskCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import type { Scope } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import type { ReadTx } from "../../../store/store.ts";
import { invalidParameter, limitExceeded } from "../errors.ts";
import { listTasks } from "../exports/repo.ts";
import { enqueueExport, tryBucket } from "../exports/run.ts";
import { requireGroup } from "../log-group.ts";
import type { ExportTaskRecord } from "../records.ts";

export const createExportTask = defineOperation<Input<CreateExportTaskCommandInput>, CreateExportTaskCommandOutput>(
  "CreateExportTask",
  async (input, context) => {
    const { taskName, logGroupName, from, to, destination, logStreamNamePrefix = "" } = input;
    if (from >= to) throw invalidParameter("The time from must be before the time to.");
    const taskId = context.random.uuid();
    const task: ExportTaskRecord = {
      v: 1,
      taskId,
      ...(taskName === undefined ? {} : { taskName }),
      logGroupName,
      logStreamNamePrefix,
      fromMs: from,
      toMs: to,
      bucket: destination,
      // AWS: CreateExportTask, destinationPrefix.
      prefix: (input.destinationPrefix ?? "exportedlogs").replace(/\/$/, ""),
      status: "RUNNING",
      message: "Started successfully",
      createdAtMs: context.clock.nowMs(),
    };
    context.store.read((tx) => requireRoom(tx, context, logGroupName));
    await tryBucket(context, context, task);
    context.store.write((tx) => {
      requireRoom(tx, context, logGroupName);
      enqueueExport(context, tx, context, task);
    });
    return { taskId };
  },
);

/** AWS: "Each account can only have one active (RUNNING or PENDING) export task at a time." */
function requireRoom(tx: ReadTx, scope: Scope, logGroupName: string): void {
  requireGroup(tx, scope, logGroupName);
  for (const { status } of listTasks(tx, scope)) if (status === "RUNNING") throw limitExceeded();
}
