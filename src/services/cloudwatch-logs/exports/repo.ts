// The rows of export tasks, and the only file that knows their keys. Below [cloudwatch-logs, ACCOUNT, REGION]:
//
//   export TASK-ID                 a task
//   export-time TIME TASK-ID       that there is one, by when it was made

import type { Scope } from "../../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../../store/store.ts";
import type { ExportTaskRecord } from "../records.ts";

const keyOf = ({ account, region }: Scope, ...rest: Key): Key => ["cloudwatch-logs", account, region, ...rest];

export function loadTask(tx: ReadTx, scope: Scope, taskId: string): ExportTaskRecord | undefined {
  return tx.get<ExportTaskRecord>(keyOf(scope, "export", taskId));
}

export function saveTask(tx: WriteTx, scope: Scope, task: ExportTaskRecord): void {
  tx.put(keyOf(scope, "export", task.taskId), task);
  tx.put(keyOf(scope, "export-time", task.createdAtMs, task.taskId), { v: 1 });
}

/** Tasks from the newest on. */
export function* listTasks(tx: ReadTx, scope: Scope): Generator<ExportTaskRecord> {
  for (const { key } of tx.range<unknown>({ prefix: keyOf(scope, "export-time"), reverse: true })) {
    const task = loadTask(tx, scope, String(key.at(-1)));
    if (task !== undefined) yield task;
  }
}
