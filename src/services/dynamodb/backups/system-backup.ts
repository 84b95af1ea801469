// What DynamoDB keeps of a table with point-in-time recovery that is deleted: its last items, for 35 days. They stay
// where they are; only their owner changes.
// AWS: Developer Guide, "Point-in-time recovery: How it works", "Deleting a table with point-in-time recovery enabled".

import type { YardContext } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { EXPIRE_BACKUP, type ExpireBackup } from "../jobs/expire-backup.ts";
import type { TableRecord } from "../records.ts";
import type { TableReference } from "../tables/names.ts";
import { newBackupId } from "./names.ts";
import { saveBackup } from "./repo.ts";

const LIFETIME_MS = 35 * 24 * 60 * 60 * 1000;

/** Makes the items of a table that is being deleted a system backup's. */
export function keepAsSystemBackup(
  tx: WriteTx,
  { clock, random, jobs }: Pick<YardContext, "clock" | "random" | "jobs">,
  reference: TableReference,
  table: TableRecord,
  contents: { readonly itemCount: number; readonly bytes: number },
): void {
  const nowMs = clock.nowMs();
  const backupId = newBackupId(nowMs, random);
  const { account, region, tableName } = reference;
  saveBackup(tx, reference, {
    v: 1,
    backupId,
    backupName: `${tableName}$DeletedTableBackup`,
    type: "SYSTEM",
    status: "AVAILABLE",
    createdAtMs: nowMs,
    expiresAtMs: nowMs + LIFETIME_MS,
    table,
    itemsId: table.tableId,
    ...contents,
    restoring: [],
  });
  const payload: ExpireBackup = { tableName, backupId };
  jobs.enqueue(tx, { kind: EXPIRE_BACKUP, account, region, payload, dueAtMs: nowMs + LIFETIME_MS });
}
