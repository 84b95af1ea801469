// What is read of tables and accounts once a minute, rather than counted: what tables are provisioned, and how much of it accounts may have.
// AWS: Developer Guide, "DynamoDB Metrics and dimensions": ProvisionedReadCapacityUnits and the AccountMax metrics.
// DEVIATION: for accounts that used DynamoDB within the hour; AWS has these metrics at all times, every five minutes.

import type { Scope, YardContext } from "../../service/context.ts";
import type { ServiceMetrics } from "../../service/metrics/service-metrics.ts";
import type { TableRecord, Throughput } from "./records.ts";
import { listTables } from "./repo.ts";
import { ACCOUNT_QUOTAS } from "./throughput/account-quotas.ts";

type Yard = Pick<YardContext, "clock" | "metrics" | "store">;

const NAMESPACE = "AWS/DynamoDB";
const MINUTE_MS = 60_000;
const ACTIVE_MS = 60 * MINUTE_MS;
/** LIMIT: tables of an account that are looked at: AWS's quota in a Region. */
const MOST_TABLES = 10_000;

interface Active {
  readonly scope: Scope;
  lastMs: number;
  /** The minute that was sampled last. */
  minute: number;
}

const active = new WeakMap<ServiceMetrics, Map<string, Active>>();

function activeOf(metrics: ServiceMetrics): Map<string, Active> {
  let all = active.get(metrics);
  if (all === undefined) active.set(metrics, (all = new Map()));
  return all;
}

/** Has the tables of an account be looked at for the next hour. On the path of every request. */
export function noteActive({ metrics, clock }: Yard, { account, region }: Scope): void {
  const all = activeOf(metrics);
  const key = `${account} ${region}`;
  const known = all.get(key);
  if (known === undefined) all.set(key, { scope: { account, region }, lastMs: clock.nowMs(), minute: -1 });
  else known.lastMs = clock.nowMs();
}

/** Begins to look, with a yard that starts. */
export function startGauges(yard: YardContext): () => Promise<void> {
  yard.metrics.sample(() => {
    const nowMs = yard.clock.nowMs();
    // What is sampled as a minute ends is that minute's.
    const minute = Math.floor((nowMs - 1) / MINUTE_MS);
    const all = activeOf(yard.metrics);
    for (const [key, each] of all) {
      if (nowMs - each.lastMs > ACTIVE_MS) all.delete(key);
      else if (each.minute !== minute) {
        each.minute = minute;
        sample(yard, each.scope);
      }
    }
  });
  return () => Promise.resolve();
}

function sample({ metrics, store }: Yard, scope: Scope): void {
  const tables = store.read((tx) => listTables(tx, scope, undefined, MOST_TABLES));
  const provisioned = tables.filter(({ isOnDemand }) => !isOnDemand);
  for (const table of provisioned) {
    const name = ["TableName", table.tableName] as const;
    gauge(metrics, scope, [name], table.throughput);
    for (const index of table.globalIndexes)
      gauge(metrics, scope, [["GlobalSecondaryIndexName", index.name], name], index.throughput);
  }
  const ofAccount = metrics.family(scope, NAMESPACE, []);
  const { AccountMaxReadCapacityUnits: mostReads, AccountMaxWriteCapacityUnits: mostWrites } = ACCOUNT_QUOTAS;
  const { TableMaxReadCapacityUnits: tableReads, TableMaxWriteCapacityUnits: tableWrites } = ACCOUNT_QUOTAS;
  ofAccount.add("AccountMaxReads", mostReads, "Count");
  ofAccount.add("AccountMaxWrites", mostWrites, "Count");
  ofAccount.add("AccountMaxTableLevelReads", tableReads, "Count");
  ofAccount.add("AccountMaxTableLevelWrites", tableWrites, "Count");
  const all = provisioned.flatMap(throughputsOf);
  if (all.length === 0) return;
  const sum = (units: readonly number[]): number => units.reduce((total, each) => total + each, 0);
  const [reads, writes] = [all.map(({ readUnits }) => readUnits), all.map(({ writeUnits }) => writeUnits)];
  ofAccount.add("AccountProvisionedReadCapacityUtilization", (100 * sum(reads)) / mostReads, "Percent");
  ofAccount.add("AccountProvisionedWriteCapacityUtilization", (100 * sum(writes)) / mostWrites, "Percent");
  ofAccount.add("MaxProvisionedTableReadCapacityUtilization", (100 * Math.max(...reads)) / tableReads, "Percent");
  ofAccount.add("MaxProvisionedTableWriteCapacityUtilization", (100 * Math.max(...writes)) / tableWrites, "Percent");
}

function throughputsOf(table: TableRecord): readonly Throughput[] {
  return [table.throughput, ...table.globalIndexes.map(({ throughput }) => throughput)];
}

function gauge(
  metrics: ServiceMetrics,
  scope: Scope,
  dimensions: readonly (readonly [string, string])[],
  { readUnits, writeUnits }: Throughput,
): void {
  const family = metrics.family(scope, NAMESPACE, dimensions);
  family.add("ProvisionedReadCapacityUnits", readUnits, "Count");
  family.add("ProvisionedWriteCapacityUnits", writeUnits, "Count");
}
