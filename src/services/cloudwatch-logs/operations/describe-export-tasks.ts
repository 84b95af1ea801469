// DescribeExportTasks: tasks from the newest on. AWS: DescribeExportTasks (API reference).

import type {
  DescribeExportTasksCommandInput,
  DescribeExportTasksCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { listTasks } from "../exports/repo.ts";
import { readPageToken, writePageToken } from "../tokens.ts";

/** What a page has when nothing is asked for. */
const DEFAULT_LIMIT = 50;

export const describeExportTasks = defineOperation<
  Input<DescribeExportTasksCommandInput>,
  DescribeExportTasksCommandOutput
>("DescribeExportTasks", ({ taskId, statusCode, nextToken, limit = DEFAULT_LIMIT }, context) => {
  const after = nextToken === undefined ? undefined : readPageToken(nextToken);
  const wanted = context.store
    .read((tx) => [...listTasks(tx, context)])
    .filter(
      (task) =>
        (taskId === undefined || task.taskId === taskId) && (statusCode === undefined || task.status === statusCode),
    );
  const from = after === undefined ? 0 : wanted.findIndex((task) => task.taskId === after) + 1;
  const page = wanted.slice(from, from + limit);
  return {
    exportTasks: page.map((task) => ({
      taskId: task.taskId,
      ...(task.taskName === undefined ? {} : { taskName: task.taskName }),
      logGroupName: task.logGroupName,
      from: task.fromMs,
      to: task.toMs,
      destination: task.bucket,
      destinationPrefix: task.prefix,
      status: { code: task.status, message: task.message },
      executionInfo: {
        creationTime: task.createdAtMs,
        ...(task.completedAtMs === undefined ? {} : { completionTime: task.completedAtMs }),
      },
    })),
    ...(from + limit < wanted.length ? { nextToken: writePageToken(page.at(-1)?.taskId ?? "") } : {}),
  };
});
