// The keys of CloudFront. It is a global service: an account's resources have no Region. Domain names and aliases are unique in the yard,
// because a viewer's request names nothing else.

import { type AccountId, parseAccountId } from "../../kernel/ids.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { FunctionRecord } from "./functions/records.ts";
import type { DistributionRecord, InvalidationRecord, LogLineRecord, ThingRecord } from "./records.ts";

const SERVICE = "cloudfront";
const REGION = "global";

/** What an account has under ids, besides distributions. */
export type ThingKind =
  | "cache-policy"
  | "origin-request-policy"
  | "response-headers-policy"
  | "origin-access-control"
  | "origin-access-identity"
  | "key-group"
  | "public-key";

const keyOf = (account: string, kind: string, ...rest: readonly string[]): Key => [
  SERVICE,
  account,
  REGION,
  kind,
  ...rest,
];

export function loadDistribution(tx: ReadTx, account: string, id: string): DistributionRecord | undefined {
  return tx.get(keyOf(account, "distribution", id));
}

export function listDistributions(tx: ReadTx, account: string): readonly DistributionRecord[] {
  return values(tx, keyOf(account, "distribution"));
}

/** Saves a distribution, and takes its names from where `before` had them. */
export function saveDistribution(tx: WriteTx, record: DistributionRecord, before?: DistributionRecord): void {
  if (before !== undefined) freeNames(tx, before);
  tx.put(keyOf(record.account, "distribution", record.id), record);
  for (const name of namesOf(record)) tx.put([SERVICE, "name", name], { account: record.account, id: record.id });
}

export function removeDistribution(tx: WriteTx, record: DistributionRecord): void {
  freeNames(tx, record);
  tx.delete(keyOf(record.account, "distribution", record.id));
  for (const { key } of [...tx.range({ prefix: keyOf(record.account, "invalidation", record.id) })]) tx.delete(key);
}

/** The distribution that answers under a name: an alias, its label or its id, in lower case. */
export function findByName(tx: ReadTx, name: string): DistributionRecord | undefined {
  const owner = tx.get<{ readonly account: string; readonly id: string }>([SERVICE, "name", name]);
  return owner && loadDistribution(tx, parseAccountId(owner.account), owner.id);
}

function freeNames(tx: WriteTx, record: DistributionRecord): void {
  for (const name of namesOf(record)) tx.delete([SERVICE, "name", name]);
}

function namesOf({ id, label, config }: DistributionRecord): readonly string[] {
  return [id.toLowerCase(), label, ...(config.Aliases?.Items ?? []).map((alias) => alias.toLowerCase())];
}

export function loadThing<Config>(
  tx: ReadTx,
  account: string,
  kind: ThingKind,
  id: string,
): ThingRecord<Config> | undefined {
  return tx.get(keyOf(account, kind, id));
}

export function listThings<Config>(tx: ReadTx, account: string, kind: ThingKind): readonly ThingRecord<Config>[] {
  return values(tx, keyOf(account, kind));
}

export function saveThing(tx: WriteTx, account: string, kind: ThingKind, thing: ThingRecord): void {
  tx.put(keyOf(account, kind, thing.id), thing);
}

export function removeThing(tx: WriteTx, account: string, kind: ThingKind, id: string): void {
  tx.delete(keyOf(account, kind, id));
}

export function loadInvalidation(
  tx: ReadTx,
  account: AccountId,
  distributionId: string,
  id: string,
): InvalidationRecord | undefined {
  return tx.get(keyOf(account, "invalidation", distributionId, id));
}

export function listInvalidations(
  tx: ReadTx,
  account: AccountId,
  distributionId: string,
): readonly InvalidationRecord[] {
  return values(tx, keyOf(account, "invalidation", distributionId));
}

export function saveInvalidation(
  tx: WriteTx,
  account: AccountId,
  distributionId: string,
  record: InvalidationRecord,
): void {
  tx.put(keyOf(account, "invalidation", distributionId, record.id), record);
}

export function removeInvalidation(tx: WriteTx, account: AccountId, distributionId: string, id: string): void {
  tx.delete(keyOf(account, "invalidation", distributionId, id));
}

export function loadFunction(tx: ReadTx, account: string, name: string): FunctionRecord | undefined {
  return tx.get(keyOf(account, "function", name));
}

export function listFunctions(tx: ReadTx, account: string): readonly FunctionRecord[] {
  return values(tx, keyOf(account, "function"));
}

export function saveFunction(tx: WriteTx, account: string, record: FunctionRecord): void {
  tx.put(keyOf(account, "function", record.name), record);
}

export function removeFunction(tx: WriteTx, account: string, name: string): void {
  tx.delete(keyOf(account, "function", name));
}

/** The oldest lines of a distribution's log. */
export function listLogLines(tx: ReadTx, account: string, id: string, limit: number): readonly LogLineRecord[] {
  return [...tx.range<LogLineRecord>({ prefix: keyOf(account, "log", id), limit })].map(({ value }) => value);
}

export function saveLogLine(tx: WriteTx, account: string, id: string, line: LogLineRecord): void {
  tx.put([...keyOf(account, "log", id), line.atMs, line.requestId], line);
}

export function deleteLogLines(tx: WriteTx, account: string, id: string, lines: readonly LogLineRecord[]): void {
  for (const { atMs, requestId } of lines) tx.delete([...keyOf(account, "log", id), atMs, requestId]);
}

function values<T>(tx: ReadTx, prefix: Key): readonly T[] {
  return [...tx.range<T>({ prefix })].map(({ value }) => value);
}
