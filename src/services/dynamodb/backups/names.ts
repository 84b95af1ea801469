// Names of backups: the last part of an ARN is the time in milliseconds and a random part.

import type { Random } from "../../../kernel/random.ts";
import type { ReadTx } from "../../../store/store.ts";
import { parsePartOfTable, type TableReference } from "../tables/names.ts";
import { backupNotFound } from "./errors.ts";
import type { BackupRecord } from "./records.ts";
import { loadBackup } from "./repo.ts";

const TIME_DIGITS = 14;

/** A name for something that is made now: "01489602797149-73d8d5bc". Names of one table sort by time. */
export function newBackupId(nowMs: number, random: Pick<Random, "hex">): string {
  return `${String(nowMs).padStart(TIME_DIGITS, "0")}-${random.hex(8)}`;
}

export interface FoundBackup {
  readonly reference: TableReference;
  readonly backup: BackupRecord;
}

/** The backup that an ARN names, or AWS's error. */
export function requireBackup(tx: ReadTx, arn: string): FoundBackup {
  const part = parsePartOfTable(arn, "backup");
  if (part === undefined) throw backupNotFound(arn);
  const { id, ...reference } = part;
  const backup = loadBackup(tx, reference, reference.tableName, id);
  if (backup === undefined) throw backupNotFound(arn);
  return { reference, backup };
}
