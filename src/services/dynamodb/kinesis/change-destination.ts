// Switching a table's streaming to Kinesis on, off and over, as the three operations share it.

import { parseArn } from "../../../kernel/arns.ts";
import type { Context, Scope } from "../../../service/context.ts";
import { tableBeingCreated, tableNotFound, validationError } from "../errors.ts";
import type { KinesisDestination } from "../records.ts";
import { loadTable, saveTable } from "../repo.ts";
import { parseTableReference, type TableReference } from "../tables/names.ts";

interface Named {
  readonly TableName: string;
  readonly StreamArn: string;
}

/** Changes what a table has for a stream; `change` gets all its destinations and gives the stream's new one. */
export function changeDestination(
  context: Context,
  input: Named,
  change: (all: readonly KinesisDestination[], present: KinesisDestination | undefined) => KinesisDestination,
): { readonly reference: TableReference; readonly destination: KinesisDestination } {
  const reference = parseTableReference(input.TableName, context);
  const { tableName } = reference;
  checkStreamArn(input.StreamArn, reference);
  return context.store.write((tx) => {
    const table = loadTable(tx, reference, tableName);
    if (table === undefined) throw tableNotFound(tableName);
    if (table.status === "CREATING") throw tableBeingCreated(tableName);
    const { kinesis = [] } = table;
    const destination = change(
      kinesis,
      kinesis.find(({ streamArn }) => streamArn === input.StreamArn),
    );
    const others = kinesis.filter(({ streamArn }) => streamArn !== input.StreamArn);
    saveTable(tx, context.store, reference, { ...table, kinesis: [...others, destination] });
    return { reference, destination };
  });
}

// AWS: Developer Guide, "Using Kinesis Data Streams to capture changes to DynamoDB": the stream is in the table's account
// and region.
export function checkStreamArn(text: string, { account, region }: Scope): void {
  const arn = parseArn(text);
  const isStream =
    arn?.partition === "aws" && arn.service === "kinesis" && /^stream\/[a-zA-Z0-9_.-]+$/.test(arn.resource);
  if (!isStream) throw validationError(`Invalid StreamArn: ${text}`);
  if (arn.account !== account || arn.region !== region)
    throw validationError("The Kinesis data stream must be in the same account and Region as the table");
}

/** AWS's error for a destination that is in another state than the operation needs. */
export function notInState(action: "enable" | "disable" | "update", states: string): Error {
  const name = `${action.charAt(0).toUpperCase()}${action.slice(1)}KinesisStreamingDestination`;
  return validationError(
    `Table is not in a valid state to ${action} Kinesis Streaming Destination: ${name} must be ${states} to perform ` +
      `${action.toUpperCase()} operation.`,
  );
}
