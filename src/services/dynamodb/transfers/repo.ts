// Where exports and imports are in the store.
//
//   [dynamodb, account, region, "export", tableName, exportId]                            ExportRecord
//   [dynamodb, account, region, "import", tableName, importId]                            ImportRecord

import type { Scope } from "../../../service/context.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import { keyOf } from "../repo.ts";
import type { ExportRecord, ImportRecord } from "./records.ts";

export function loadExport(tx: ReadTx, scope: Scope, tableName: string, id: string): ExportRecord | undefined {
  return tx.get<ExportRecord>(keyOf(scope, "export", tableName, id));
}

export function saveExport(tx: WriteTx, scope: Scope, record: ExportRecord): void {
  tx.put(keyOf(scope, "export", record.tableName, record.id), record);
}

/** Exports by table and then by age, of one table or of all. */
export function listExports(tx: ReadTx, scope: Scope, tableName: string | undefined): readonly ExportRecord[] {
  const prefix = tableName === undefined ? keyOf(scope, "export") : keyOf(scope, "export", tableName);
  return [...tx.range<ExportRecord>({ prefix })].map(({ value }) => value);
}

export function loadImport(tx: ReadTx, scope: Scope, tableName: string, id: string): ImportRecord | undefined {
  return tx.get<ImportRecord>(keyOf(scope, "import", tableName, id));
}

export function saveImport(tx: WriteTx, scope: Scope, record: ImportRecord): void {
  tx.put(keyOf(scope, "import", record.tableName, record.id), record);
}

/** Imports by table and then by age, of one table or of all. */
export function listImports(tx: ReadTx, scope: Scope, tableName: string | undefined): readonly ImportRecord[] {
  const prefix = tableName === undefined ? keyOf(scope, "import") : keyOf(scope, "import", tableName);
  return [...tx.range<ImportRecord>({ prefix })].map(({ value }) => value);
}
