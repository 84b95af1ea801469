// What is stored of backups and of a table's journal.

import type { StoredItem, TableRecord } from "../records.ts";

export interface BackupRecord {
  readonly v: 1;
  /** The last part of its ARN: when it was made, and a random part. */
  readonly backupId: string;
  readonly backupName: string;
  /** SYSTEM for those that DynamoDB makes when a table with point-in-time recovery is deleted. */
  readonly type: "USER" | "SYSTEM";
  readonly status: "CREATING" | "AVAILABLE";
  readonly createdAtMs: number;
  readonly expiresAtMs?: number;
  /** The table as it was then. */
  readonly table: TableRecord;
  /** Its items are kept like those of a table with this id. */
  readonly itemsId: string;
  readonly itemCount: number;
  readonly bytes: number;
  /** While it is made: the last item that was copied, by its parts in the store. */
  readonly after?: readonly string[];
  /** Tables that are being restored from it, by id: meanwhile it cannot be deleted. */
  readonly restoring: readonly string[];
}

/** What a change took away: the item as it was before, or that there was none. */
export interface VersionRecord {
  readonly v: 1;
  readonly atMs: number;
  readonly before?: StoredItem;
}
