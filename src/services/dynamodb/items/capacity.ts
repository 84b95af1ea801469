// Capacity units: what a request costs. Callers can ask for it, and throughput/ counts it.
// AWS: Developer Guide, "DynamoDB throughput capacity" (read and write units, transactions count twice).

import type { Capacity, ConsumedCapacity } from "@aws-sdk/client-dynamodb";

const READ_UNIT_BYTES = 4096;
const WRITE_UNIT_BYTES = 1024;

/** How a request wants to be told. */
export type CapacityDetail = "INDEXES" | "TOTAL" | "NONE" | undefined;

/** True if the request wants to be told. */
export function isAsked(detail: CapacityDetail): detail is "INDEXES" | "TOTAL" {
  return detail === "TOTAL" || detail === "INDEXES";
}

/** Units of reading `bytes`: at least one unit's worth, half where the read is eventually consistent. */
export function readUnits(bytes: number, options: { isConsistent?: boolean; isTransaction?: boolean }): number {
  const units = Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES));
  if (options.isTransaction === true) return 2 * units;
  return options.isConsistent === true ? units : units / 2;
}

/** Units of writing an item that had, and then has, these many bytes: the larger counts. */
export function writeUnits(beforeBytes: number, afterBytes: number): number {
  return Math.max(1, Math.ceil(Math.max(beforeBytes, afterBytes) / WRITE_UNIT_BYTES));
}

/** Units by what they were spent on. */
export interface Spent {
  readonly tableName: string;
  table: number;
  readonly local: Map<string, number>;
  readonly global: Map<string, number>;
}

export function nothingSpent(tableName: string): Spent {
  return { tableName, table: 0, local: new Map(), global: new Map() };
}

/** Adds to what an index cost. */
export function spendOnIndex(spent: Spent, index: { name: string; isLocal: boolean }, units: number): void {
  const indexes = index.isLocal ? spent.local : spent.global;
  indexes.set(index.name, (indexes.get(index.name) ?? 0) + units);
}

/** The ConsumedCapacity of one table; undefined if it was not asked for. */
export function consumedCapacity(
  detail: CapacityDetail,
  spent: Spent,
  transactional?: "read" | "write",
): ConsumedCapacity | undefined {
  if (!isAsked(detail)) return undefined;
  const units = spent.table + sum(spent.local) + sum(spent.global);
  const show = (amount: number): Capacity => ({ CapacityUnits: amount, ...split(amount, transactional) });
  return {
    TableName: spent.tableName,
    CapacityUnits: units,
    ...split(units, transactional),
    ...(detail === "INDEXES" && {
      Table: show(spent.table),
      ...(spent.local.size > 0 && { LocalSecondaryIndexes: mapValues(spent.local, show) }),
      ...(spent.global.size > 0 && { GlobalSecondaryIndexes: mapValues(spent.global, show) }),
    }),
  };
}

// AWS: transactions say which units they used, other operations only how many.
function split(units: number, transactional: "read" | "write" | undefined): Capacity {
  if (transactional === undefined) return {};
  return transactional === "read" ? { ReadCapacityUnits: units } : { WriteCapacityUnits: units };
}

function sum(units: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const amount of units.values()) total += amount;
  return total;
}

function mapValues<T>(map: ReadonlyMap<string, number>, show: (amount: number) => T): Record<string, T> {
  return Object.fromEntries([...map].map(([name, amount]) => [name, show(amount)]));
}
