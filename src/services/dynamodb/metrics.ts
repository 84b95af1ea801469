// What tables count of themselves for CloudWatch. On the path of every request: metrics are found by one look into a map.
// AWS: Developer Guide, "DynamoDB Metrics and dimensions".
// DEVIATION: what a caller does to a table of another account counts in the caller's account.

import { AwsError } from "../../kernel/errors.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { MetricFamily, ServiceMetrics } from "../../service/metrics/service-metrics.ts";
import type { CountedCall } from "../../service/service.ts";
import { noteActive } from "./gauges.ts";
import type { IndexRecord, TableRecord } from "./records.ts";

const NAMESPACE = "AWS/DynamoDB";
/** LIMIT: of metrics that are kept at hand. */
const MOST_KNOWN = 20_000;

/** Operations on items: those that have latencies. */
const ON_ITEMS = new Set([
  "BatchGetItem",
  "BatchWriteItem",
  "DeleteItem",
  "ExecuteStatement",
  "GetItem",
  "PutItem",
  "Query",
  "Scan",
  "TransactGetItems",
  "TransactWriteItems",
  "UpdateItem",
]);

/** AWS: ReturnedItemCount: of Query, Scan and ExecuteStatement (select). */
const ITEM_COUNTED = new Set(["Query", "Scan", "ExecuteStatement"]);
const THROTTLES = new Set(["ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"]);
/** AWS: UserErrors: "excludes" these. */
const NO_USER_ERRORS = new Set([...THROTTLES, "ConditionalCheckFailedException", "TransactionConflictException"]);

type Yard = Pick<YardContext, "metrics">;

const known = new WeakMap<ServiceMetrics, Map<string, MetricFamily>>();

function familyOf(
  { metrics }: Yard,
  scope: Scope,
  tableName: string,
  second?: readonly [name: "GlobalSecondaryIndexName" | "Operation", value: string],
): MetricFamily {
  let families = known.get(metrics);
  if (families === undefined) known.set(metrics, (families = new Map()));
  const key = `${scope.account} ${scope.region} ${tableName} ${second?.[1] ?? ""} ${second?.[0] ?? ""}`;
  let family = families.get(key);
  if (family === undefined) {
    if (families.size >= MOST_KNOWN) families.clear();
    const table = ["TableName", tableName] as const;
    const dimensions = second === undefined ? [table] : [second, table];
    family = metrics.family({ account: scope.account, region: scope.region }, NAMESPACE, dimensions);
    families.set(key, family);
  }
  return family;
}

function ofIndex(index: IndexRecord | undefined): readonly ["GlobalSecondaryIndexName", string] | undefined {
  return index === undefined || index.isLocal ? undefined : ["GlobalSecondaryIndexName", index.name];
}

/** Counts units that a request spent on a table, or on a global index. */
export function countUnits(
  yard: Yard & Scope,
  { tableName }: TableRecord,
  index: IndexRecord | undefined,
  direction: "read" | "write",
  units: number,
): void {
  const name = direction === "read" ? "ConsumedReadCapacityUnits" : "ConsumedWriteCapacityUnits";
  familyOf(yard, yard, tableName, ofIndex(index)).add(name, units, "Count");
}

/** Counts a request that was not let in. */
export function countThrottle(
  yard: Yard & Scope,
  { tableName }: TableRecord,
  index: IndexRecord | undefined,
  direction: "read" | "write",
): void {
  const name = direction === "read" ? "ReadThrottleEvents" : "WriteThrottleEvents";
  familyOf(yard, yard, tableName, ofIndex(index)).add(name, 1, "Count");
}

/** Counts items that were removed because their time had passed. */
export function countExpired(yard: Yard, scope: Scope, tableName: string, items: number): void {
  familyOf(yard, scope, tableName).add("TimeToLiveDeletedItemCount", items, "Count");
}

/** Counts what filling a new global index took, and that it is filled. AWS: OnlineIndex metrics. */
export function countBackfill(
  yard: Yard,
  scope: Scope,
  tableName: string,
  index: IndexRecord,
  units: number,
  isDone: boolean,
): void {
  const family = familyOf(yard, scope, tableName, ["GlobalSecondaryIndexName", index.name]);
  family.add("OnlineIndexConsumedWriteCapacity", units, "Count");
  family.add("OnlineIndexThrottleEvents", 0, "Count");
  // LIMIT: how many items there are would have to be counted first: only the end of it is known.
  if (isDone) family.add("OnlineIndexPercentageProgress", 100, "Count");
}

/** Counts a call: its latency or what it failed with. */
export function countCall(
  { operation, scope, input, output, failure, durationMs }: CountedCall,
  yard: YardContext,
): void {
  noteActive(yard, scope);
  if (!ON_ITEMS.has(operation)) return;
  if (failure !== undefined) {
    countFailure(yard, scope, operation, input, failure);
    return;
  }
  for (const tableName of tablesOf(input)) {
    const family = familyOf(yard, scope, tableName, ["Operation", operation]);
    family.add("SuccessfulRequestLatency", durationMs, "Milliseconds");
    if (ITEM_COUNTED.has(operation)) family.add("ReturnedItemCount", returnedItems(output), "Count");
  }
}

function returnedItems(output: CountedCall["output"]): number {
  const { Count, Items } = output ?? {};
  return typeof Count === "number" ? Count : Array.isArray(Items) ? Items.length : 0;
}

function countFailure(
  yard: Yard,
  scope: Scope,
  operation: string,
  input: CountedCall["input"],
  failure: unknown,
): void {
  const code = failure instanceof AwsError ? failure.code : undefined;
  const isOurs = !(failure instanceof AwsError) || failure.fault === "server";
  for (const tableName of tablesOf(input)) {
    const ofOperation = familyOf(yard, scope, tableName, ["Operation", operation]);
    if (isOurs) ofOperation.add("SystemErrors", 1, "Count");
    else if (code !== undefined && THROTTLES.has(code)) ofOperation.add("ThrottledRequests", 1, "Count");
    else if (code === "ConditionalCheckFailedException")
      familyOf(yard, scope, tableName).add("ConditionalCheckFailedRequests", 1, "Count");
    else if (code === "TransactionConflictException")
      familyOf(yard, scope, tableName).add("TransactionConflict", 1, "Count");
  }
  // AWS: UserErrors: of the whole account in a region.
  if (!isOurs && code !== undefined && !NO_USER_ERRORS.has(code))
    yard.metrics.family({ account: scope.account, region: scope.region }, NAMESPACE, []).add("UserErrors", 1, "Count");
}

/** The tables of a request, by their names. */
function tablesOf({ TableName, RequestItems, TransactItems, Statement }: CountedCall["input"]): Iterable<string> {
  if (typeof TableName === "string") return [nameOf(TableName)];
  if (typeof RequestItems === "object" && RequestItems !== null) return Object.keys(RequestItems).map(nameOf);
  if (Array.isArray(TransactItems)) {
    const names = (TransactItems as readonly Readonly<Record<string, { readonly TableName?: string } | undefined>>[])
      .flatMap((item) => Object.values(item))
      .map((action) => nameOf(action?.TableName ?? ""));
    return new Set(names.filter((name) => name !== ""));
  }
  const [, quoted] = typeof Statement === "string" ? (/(?:from|into|update)\s+"([^"]+)"/i.exec(Statement) ?? []) : [];
  return quoted === undefined ? [] : [quoted];
}

/** Requests may name a table by its ARN. */
function nameOf(nameOrArn: string): string {
  return nameOrArn.startsWith("arn:") ? nameOrArn.slice(nameOrArn.indexOf(":table/") + ":table/".length) : nameOrArn;
}
