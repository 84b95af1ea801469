// Beginning to restore a table: the new table is there at once, CREATING, and a job fills it.

import type { Context } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { RESTORE_TABLE, type RestoreTable } from "../jobs/restore-table.ts";
import type { TableRecord } from "../records.ts";
import { listTables, loadTable, saveTable } from "../repo.ts";
import { checkNewTableName, type TableReference } from "../tables/names.ts";
import { tableAlreadyExists, tableInUse, tooMany } from "./errors.ts";

/** LIMIT: of the service: "Any number of users can execute up to 50 concurrent restores in a given account." */
const MOST_RESTORES = 50;
/** LIMIT: how many tables are looked at for that; AWS allows 2,500 in an account and region. */
const MOST_TABLES = 10_000;

/** Where the new table will be; throws if that is taken. */
export function requireTarget(tx: WriteTx, context: Context, tableName: string): TableReference {
  const { account, region } = context;
  checkNewTableName(tableName);
  const present = loadTable(tx, context, tableName);
  // AWS: RestoreTableFromBackup: "A target table with the specified name is either being created or deleted."
  if (present?.status === "CREATING") throw tableInUse(tableName);
  if (present !== undefined) throw tableAlreadyExists(tableName);
  const running = listTables(tx, context, undefined, MOST_TABLES).filter(({ restored }) => restored?.isInProgress);
  if (running.length >= MOST_RESTORES) throw tooMany("restores", MOST_RESTORES);
  return { account, region, tableName };
}

/** Saves the new table, and has it filled. */
export function beginRestore(
  tx: WriteTx,
  context: Context,
  table: TableRecord,
  source: Omit<RestoreTable, "tableName" | "tableId">,
): void {
  const { account, region } = context;
  saveTable(tx, context.store, context, table);
  const payload: RestoreTable = { tableName: table.tableName, tableId: table.tableId, ...source };
  context.jobs.enqueue(tx, { kind: RESTORE_TABLE, account, region, payload });
}
