// Finding the table that a request is about.

import type { Context } from "../../../service/context.ts";
import { tableNotFound } from "../errors.ts";
import type { TableRecord } from "../records.ts";
import { findTable } from "../repo.ts";
import { parseTableReference, streamArn, streamTopic, type TableReference } from "./names.ts";

export interface FoundTable {
  readonly reference: TableReference;
  readonly table: TableRecord;
}

/**
 * The table of an operation on items; throws "Requested resource not found".
 * AWS: so for a table that is being created (API Reference, GetItem: ResourceNotFoundException, "its status might not be
 * ACTIVE").
 */
export function requireTable(context: Context, nameOrArn: string): FoundTable {
  const reference = parseTableReference(nameOrArn, context);
  const table = findTable(context.store, reference, reference.tableName);
  if (table === undefined || table.status === "CREATING") throw tableNotFound();
  return { reference, table };
}

/** The table of an operation on tables; the error names it. */
export function requireNamedTable(context: Context, nameOrArn: string): FoundTable {
  const reference = parseTableReference(nameOrArn, context);
  const table = findTable(context.store, reference, reference.tableName);
  if (table === undefined) throw tableNotFound(reference.tableName);
  return { reference, table };
}

/** Wakes those who read the table's stream. After the commit only. */
export function wakeStreamReaders(context: Pick<Context, "signals">, { reference, table }: FoundTable): void {
  if (table.stream !== undefined)
    context.signals.notify(streamTopic(streamArn(reference, table.tableName, table.stream.label)));
}
