// Where backups and journals are in the store.
//
//   [dynamodb, account, region, "backup", tableName, backupId]                            BackupRecord
//   [dynamodb, account, region, "version", tableId, item's key, position]                 VersionRecord
//   [dynamodb, account, region, "journal", tableId, position]                             item's key
//
// A backup's items are kept as a table's, under the backup's own id.

import type { Scope } from "../../../service/context.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import type { KeyParts } from "../items/keys.ts";
import { itemPartsOf, keyOf } from "../repo.ts";
import type { BackupRecord, VersionRecord } from "./records.ts";

/** Above every position, which are digits. */
const ABOVE_POSITIONS = "~";

export function loadBackup(tx: ReadTx, scope: Scope, tableName: string, backupId: string): BackupRecord | undefined {
  return tx.get<BackupRecord>(keyOf(scope, "backup", tableName, backupId));
}

export function saveBackup(tx: WriteTx, scope: Scope, backup: BackupRecord): void {
  tx.put(keyOf(scope, "backup", backup.table.tableName, backup.backupId), backup);
}

export function deleteBackup(tx: WriteTx, scope: Scope, backup: BackupRecord): void {
  tx.delete(keyOf(scope, "backup", backup.table.tableName, backup.backupId));
}

/** Backups by table and then by age, of one table or of all. To be used up inside the transaction. */
export function* walkBackups(
  tx: ReadTx,
  scope: Scope,
  { tableName, after }: { tableName?: string; after?: { tableName: string; backupId: string } },
): Generator<BackupRecord> {
  const all = keyOf(scope, "backup");
  const entries = tx.range<BackupRecord>({
    prefix: tableName === undefined ? all : [...all, tableName],
    ...(after !== undefined && { after: [...all, after.tableName, after.backupId] }),
  });
  for (const { value } of entries) yield value;
}

// Journals

export function saveVersion(
  tx: WriteTx,
  scope: Scope,
  tableId: string,
  parts: KeyParts,
  position: string,
  version: VersionRecord,
): void {
  tx.put(keyOf(scope, "version", tableId, ...parts, position), version);
  tx.put(keyOf(scope, "journal", tableId, position), parts);
}

/** The item's first version from `position` on: what it was at that position, if it was changed since. */
export function versionFrom(
  tx: ReadTx,
  scope: Scope,
  tableId: string,
  parts: KeyParts,
  position: string,
): VersionRecord | undefined {
  const prefix = keyOf(scope, "version", tableId, ...parts);
  for (const { value } of tx.range<VersionRecord>({ prefix, start: [...prefix, position], limit: 1 })) return value;
  return undefined;
}

/** The item's last version from `from` on and before `to`. */
export function lastVersion(
  tx: ReadTx,
  scope: Scope,
  tableId: string,
  parts: KeyParts,
  from: string,
  to: string,
): VersionRecord | undefined {
  const prefix = keyOf(scope, "version", tableId, ...parts);
  const range = { prefix, start: [...prefix, from], end: [...prefix, to], reverse: true, limit: 1 };
  for (const { value } of tx.range<VersionRecord>(range)) return value;
  return undefined;
}

/** The first item behind `after` that has versions. */
export function nextVersioned(
  tx: ReadTx,
  scope: Scope,
  tableId: string,
  after: KeyParts | undefined,
): KeyParts | undefined {
  const prefix = keyOf(scope, "version", tableId);
  const range = { prefix, limit: 1, ...(after !== undefined && { after: [...prefix, ...after, ABOVE_POSITIONS] }) };
  for (const { key } of tx.range(range)) return itemPartsOf(key.slice(0, -1));
  return undefined;
}

/** The position of the journal's newest entry. */
export function lastPosition(tx: ReadTx, scope: Scope, tableId: string): string | undefined {
  for (const { key } of tx.range({ prefix: keyOf(scope, "journal", tableId), reverse: true, limit: 1 }))
    return String(key.at(-1));
  return undefined;
}

/** Removes up to `limit` of the journal's entries before `position`; true if there may be more. */
export function trimJournal(tx: WriteTx, scope: Scope, tableId: string, position: string, limit: number): boolean {
  const prefix = keyOf(scope, "journal", tableId);
  const entries = [...tx.range<KeyParts>({ prefix, end: [...prefix, position], limit })];
  for (const { key, value: parts } of entries) {
    tx.delete(keyOf(scope, "version", tableId, ...parts, String(key.at(-1))));
    tx.delete(key);
  }
  return entries.length === limit;
}
