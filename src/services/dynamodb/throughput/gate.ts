// Before a request touches a table it must be let in, and afterwards it is counted.
// AWS: Developer Guide, "Diagnosing throttling"; API Reference, TransactWriteItems, cancellation reasons (wording).

import { AwsError } from "../../../kernel/errors.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { Spent } from "../items/capacity.ts";
import { countThrottle, countUnits } from "../metrics.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import { indexArn, tableArn, type TableReference } from "../tables/names.ts";
import type { Exceeded } from "./flow.ts";
import { meterOf, type Direction } from "./meter.ts";

type Yard = Pick<YardContext, "store" | "clock" | "metrics"> & Scope;

interface OnTable {
  readonly reference: TableReference;
  readonly table: TableRecord;
}

/** Throws the throttling error if the table, or the global index, has nothing left. `partition` is the key's hash. */
export function letIn(
  yard: Yard,
  { reference, table }: OnTable,
  index: IndexRecord | undefined,
  direction: Direction,
  partition: string | undefined,
): void {
  const nowMs = yard.clock.nowMs();
  const flow = meterOf(yard.store, table, nowMs).flow(index, direction, nowMs);
  const exceeded = flow.exceeded(partition, nowMs);
  if (exceeded === undefined) return;
  countThrottle(yard, table, index, direction);
  throw throttled(reference, table, index, direction, exceeded);
}

/** The same for the global indexes that a write would change; `units` are by index. */
export function letIntoIndexes(yard: Yard, { reference, table }: OnTable, units: ReadonlyMap<string, number>): void {
  const nowMs = yard.clock.nowMs();
  const meter = meterOf(yard.store, table, nowMs);
  for (const index of table.globalIndexes) {
    if (!units.has(index.name)) continue;
    const exceeded = meter.flow(index, "write", nowMs).exceeded(undefined, nowMs);
    if (exceeded === undefined) continue;
    countThrottle(yard, table, index, "write");
    throw throttled(reference, table, index, "write", exceeded);
  }
}

/** True if a write must know what it would cost the table's global indexes before it is made. */
export function limitsIndexWrites(yard: Yard, table: TableRecord): boolean {
  return table.globalIndexes.length > 0 && meterOf(yard.store, table, yard.clock.nowMs()).limitsIndexWrites;
}

/** Counts units of the table itself. */
export function count(
  yard: Yard,
  table: TableRecord,
  direction: Direction,
  units: number,
  partition: string | undefined,
): void {
  const nowMs = yard.clock.nowMs();
  meterOf(yard.store, table, nowMs).flow(undefined, direction, nowMs).spend(units, partition, nowMs);
  countUnits(yard, table, undefined, direction, units);
}

/** Counts all that a request spent: what local indexes cost is the table's, global indexes have units of their own. */
export function countSpent(
  yard: Yard,
  table: TableRecord,
  direction: Direction,
  spent: Spent,
  partition: string | undefined,
): void {
  const nowMs = yard.clock.nowMs();
  const meter = meterOf(yard.store, table, nowMs);
  let units = spent.table;
  for (const local of spent.local.values()) units += local;
  if (units > 0) {
    meter.flow(undefined, direction, nowMs).spend(units, partition, nowMs);
    countUnits(yard, table, undefined, direction, units);
  }
  for (const index of table.globalIndexes) {
    const global = spent.global.get(index.name);
    // A write's partition of an index is not the table's: what the index gives as a whole is what limits it.
    if (global === undefined) continue;
    meter.flow(index, direction, nowMs).spend(global, direction === "read" ? partition : undefined, nowMs);
    countUnits(yard, table, index, direction, global);
  }
}

/** Does the work, and gives the error if it was throttled: batches leave such requests unprocessed. */
export function throttlingOf(work: () => void): AwsError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof AwsError && THROTTLING_REASONS.has(error.code)) return error;
    throw error;
  }
}

/** What throttling errors are called among the reasons why a transaction was cancelled. */
export const THROTTLING_REASONS: ReadonlyMap<string, string> = new Map([
  ["ProvisionedThroughputExceededException", "ProvisionedThroughputExceeded"],
  ["ThrottlingException", "ThrottlingError"],
]);

const TABLE_EXCEEDED =
  "The level of configured provisioned throughput for the table was exceeded. " +
  "Consider increasing your provisioning level with the UpdateTable API.";
const INDEX_WRITES_EXCEEDED =
  "The level of configured provisioned throughput for one or more global secondary indexes of the table was exceeded. " +
  "Consider increasing your provisioning level for the under-provisioned global secondary indexes with the UpdateTable API.";
const INDEX_READS_EXCEEDED = "The level of configured provisioned throughput for the index was exceeded";
const MAXIMUM_EXCEEDED = "Throughput exceeds the maximum OnDemandThroughput configured on table or index";
const PARTITION_EXCEEDED =
  "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or " +
  "index so please try again shortly. If exceptions persist, check if you have a hot key: " +
  "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html";

function throttled(
  reference: TableReference,
  table: TableRecord,
  index: IndexRecord | undefined,
  direction: Direction,
  exceeded: Exceeded,
): AwsError {
  const isIndex = index !== undefined && !index.isLocal;
  const limit =
    exceeded === "partition"
      ? "KeyRangeThroughputExceeded"
      : table.isOnDemand
        ? "MaxOnDemandThroughputExceeded"
        : "ProvisionedThroughputExceeded";
  const reasons = [
    {
      reason: `${isIndex ? "Index" : "Table"}${direction === "read" ? "Read" : "Write"}${limit}`,
      resource: isIndex ? indexArn(reference, table.tableName, index.name) : tableArn(reference, table.tableName),
    },
  ];
  if (table.isOnDemand)
    return new AwsError({
      code: "ThrottlingException",
      message: exceeded === "partition" ? PARTITION_EXCEEDED : MAXIMUM_EXCEEDED,
      members: { throttlingReasons: reasons },
    });
  return new AwsError({
    code: "ProvisionedThroughputExceededException",
    message: isIndex ? (direction === "read" ? INDEX_READS_EXCEEDED : INDEX_WRITES_EXCEEDED) : TABLE_EXCEEDED,
    members: { ThrottlingReasons: reasons },
  });
}
