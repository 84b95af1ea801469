// The table that a tagging operation's ARN names.

import { resourceNotFound, tableBeingCreated, validationError } from "../errors.ts";
import { parseArn } from "../../../kernel/arns.ts";
import type { Context } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { TableRecord } from "../records.ts";
import { findTable, loadTable, saveTable } from "../repo.ts";
import { parseTableReference, type TableReference } from "./names.ts";

/** The table behind the ARN; only tables have tags. */
function parseTaggedArn(arn: string, context: Context): TableReference {
  const parts = parseArn(arn);
  if (parts?.partition !== "aws" || parts.service !== "dynamodb" || !/^table\/[^/]+$/.test(parts.resource))
    throw validationError(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  return parseTableReference(arn, context);
}

/** The table's tags. */
export function requireTags(arn: string, context: Context): Readonly<Record<string, string>> {
  const reference = parseTaggedArn(arn, context);
  const table = findTable(context.store, reference, reference.tableName);
  if (table === undefined) throw resourceNotFound(arn);
  return table.tags;
}

/** Changes the table's tags. */
export function changeTags(
  arn: string,
  context: Context,
  change: (tags: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
): void {
  const reference = parseTaggedArn(arn, context);
  context.store.write((tx: WriteTx) => {
    const table: TableRecord | undefined = loadTable(tx, reference, reference.tableName);
    if (table === undefined) throw resourceNotFound(arn);
    if (table.status === "CREATING") throw tableBeingCreated(table.tableName);
    saveTable(tx, context.store, reference, { ...table, tags: change(table.tags) });
  });
}
