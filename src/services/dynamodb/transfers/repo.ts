// Where exports and imports are in the store.
//
//   [dynamodb, account, region, "export", tableName, exportId]                            ExportRecord

import type { Scope } from "../../../service/context.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import { keyOf } from "../repo.ts";
import type { ExportRecord } from "./records.ts";

export function loadExport(tx: ReadTx, scope: Scope, tableName: string, id: string): ExportRecord | undefined {
  return tx.get<ExportRecord>(keyOf(scope, "export", tableName, id));
}

export function saveExport(tx: WriteTx, scope: Scope, record: ExportRecord): void {
  tx.put(keyOf(scope, "export", record.tableName, record.id), record);
}

export function deleteExport(tx: WriteTx, scope: Scope, tableName: string, id: string): void {
  tx.delete(keyOf(scope, "export", tableName, id));
}

/** Exports by table and then by age, of one table or of all. */
export function listExports(tx: ReadTx, scope: Scope, tableName: string | undefined): readonly ExportRecord[] {
  const prefix = tableName === undefined ? keyOf(scope, "export") : keyOf(scope, "export", tableName);
  return [...tx.range<ExportRecord>({ prefix })].map(({ value }) => value);
}
