// The only file that knows Lambda's keys.

import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { Checkpoint } from "../../service/event-sources/stream-host.ts";
import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import { replaceCode } from "./code-storage.ts";
import { DURABLE_KINDS } from "./durable/repo.ts";
import { removeUrls } from "./urls/repo.ts";
import type {
  AliasRecord,
  DownloadRecord,
  EventInvokeRecord,
  FunctionRecord,
  MappingRecord,
  PolicyRecord,
  VersionRecord,
} from "./records.ts";

const key = (scope: Scope, kind: string, ...rest: readonly (string | number)[]): Key => [
  "lambda",
  scope.account,
  scope.region,
  kind,
  ...rest,
];

// "$LATEST" sorts before all numbers; the others in the order of publishing.
const versionPart = (version: string): number => (version === "$LATEST" ? 0 : Number(version));

export function loadFunction(tx: ReadTx, scope: Scope, name: string): FunctionRecord | undefined {
  return tx.get<FunctionRecord>(key(scope, "function", name));
}

export function saveFunction(tx: WriteTx, scope: Scope, record: FunctionRecord): void {
  tx.put(key(scope, "function", record.name), record);
}

export function* listFunctions(tx: ReadTx, scope: Scope, after?: string): Generator<FunctionRecord> {
  const prefix = key(scope, "function");
  for (const { value } of tx.range<FunctionRecord>({
    prefix,
    ...(after === undefined ? {} : { after: [...prefix, after] }),
  }))
    yield value;
}

/** Removes a function with its versions, aliases, policies, settings and durable executions; its mappings stay. */
export function removeFunction(tx: WriteTx, scope: Scope, name: string): void {
  tx.delete(key(scope, "function", name));
  for (const version of listVersions(tx, scope, name)) replaceCode(tx, scope, version, undefined);
  removeUrls(tx, scope, name);
  for (const kind of ["version", "alias", "policy", "event-invoke", "provisioned", ...DURABLE_KINDS]) {
    const keys = [...tx.range({ prefix: key(scope, kind, name) })].map((entry) => entry.key);
    for (const entry of keys) tx.delete(entry);
  }
}

export function loadVersion(tx: ReadTx, scope: Scope, name: string, version: string): VersionRecord | undefined {
  return tx.get<VersionRecord>(key(scope, "version", name, versionPart(version)));
}

/** Throws CodeStorageExceededException, as there may be too much code. */
export function saveVersion(tx: WriteTx, scope: Scope, name: string, record: VersionRecord): void {
  replaceCode(tx, scope, loadVersion(tx, scope, name, record.version), record);
  tx.put(key(scope, "version", name, versionPart(record.version)), record);
}

export function removeVersion(tx: WriteTx, scope: Scope, name: string, version: string): void {
  replaceCode(tx, scope, loadVersion(tx, scope, name, version), undefined);
  tx.delete(key(scope, "version", name, versionPart(version)));
}

/** "$LATEST" first, then in the order of publishing. */
export function* listVersions(tx: ReadTx, scope: Scope, name: string, after?: string): Generator<VersionRecord> {
  const prefix = key(scope, "version", name);
  for (const { value } of tx.range<VersionRecord>({
    prefix,
    ...(after === undefined ? {} : { after: [...prefix, versionPart(after)] }),
  }))
    yield value;
}

export function loadAlias(tx: ReadTx, scope: Scope, name: string, alias: string): AliasRecord | undefined {
  return tx.get<AliasRecord>(key(scope, "alias", name, alias));
}

export function saveAlias(tx: WriteTx, scope: Scope, name: string, record: AliasRecord): void {
  tx.put(key(scope, "alias", name, record.name), record);
}

export function removeAlias(tx: WriteTx, scope: Scope, name: string, alias: string): void {
  tx.delete(key(scope, "alias", name, alias));
}

export function* listAliases(tx: ReadTx, scope: Scope, name: string, after?: string): Generator<AliasRecord> {
  const prefix = key(scope, "alias", name);
  for (const { value } of tx.range<AliasRecord>({
    prefix,
    ...(after === undefined ? {} : { after: [...prefix, after] }),
  }))
    yield value;
}

/** Policies and settings belong to a qualifier; "" is the function itself. */
export function loadPolicy(tx: ReadTx, scope: Scope, name: string, qualifier: string): PolicyRecord | undefined {
  return tx.get<PolicyRecord>(key(scope, "policy", name, qualifier));
}

export function savePolicy(tx: WriteTx, scope: Scope, name: string, qualifier: string, record: PolicyRecord): void {
  tx.put(key(scope, "policy", name, qualifier), record);
}

export function removePolicy(tx: WriteTx, scope: Scope, name: string, qualifier: string): void {
  tx.delete(key(scope, "policy", name, qualifier));
}

export function loadEventInvoke(
  tx: ReadTx,
  scope: Scope,
  name: string,
  qualifier: string,
): EventInvokeRecord | undefined {
  return tx.get<EventInvokeRecord>(key(scope, "event-invoke", name, qualifier));
}

export function saveEventInvoke(
  tx: WriteTx,
  scope: Scope,
  name: string,
  qualifier: string,
  record: EventInvokeRecord,
): void {
  tx.put(key(scope, "event-invoke", name, qualifier), record);
}

export function removeEventInvoke(tx: WriteTx, scope: Scope, name: string, qualifier: string): boolean {
  return tx.delete(key(scope, "event-invoke", name, qualifier));
}

export function* listEventInvokes(
  tx: ReadTx,
  scope: Scope,
  name: string,
): Generator<{ qualifier: string; record: EventInvokeRecord }> {
  for (const { key: at, value } of tx.range<EventInvokeRecord>({ prefix: key(scope, "event-invoke", name) }))
    yield { qualifier: String(at.at(-1)), record: value };
}

export function loadMapping(tx: ReadTx, scope: Scope, uuid: string): MappingRecord | undefined {
  return tx.get<MappingRecord>(key(scope, "mapping", uuid));
}

export function saveMapping(tx: WriteTx, scope: Scope, record: MappingRecord): void {
  tx.put(key(scope, "mapping", record.uuid), record);
}

/** Removes a mapping with its checkpoints. */
export function removeMapping(tx: WriteTx, scope: Scope, uuid: string): void {
  tx.delete(key(scope, "mapping", uuid));
  const keys = [...tx.range({ prefix: key(scope, "checkpoint", uuid) })].map((entry) => entry.key);
  for (const entry of keys) tx.delete(entry);
}

export function* listMappings(tx: ReadTx, scope: Scope, after?: string): Generator<MappingRecord> {
  const prefix = key(scope, "mapping");
  for (const { value } of tx.range<MappingRecord>({
    prefix,
    ...(after === undefined ? {} : { after: [...prefix, after] }),
  }))
    yield value;
}

/** All mappings of all accounts and regions. */
export function* listAllMappings(tx: ReadTx): Generator<{ scope: Scope; mapping: MappingRecord }> {
  for (const { key: at, value } of tx.range<MappingRecord>({ prefix: ["lambda"] })) {
    const [, account, region, kind] = at;
    if (kind === "mapping")
      yield {
        scope: { account: parseAccountId(String(account)), region: parseRegion(String(region)) },
        mapping: value,
      };
  }
}

export function loadCheckpoint(tx: ReadTx, scope: Scope, uuid: string, shardId: string): Checkpoint | undefined {
  return tx.get<Checkpoint>(key(scope, "checkpoint", uuid, shardId));
}

export function saveCheckpoint(tx: WriteTx, scope: Scope, uuid: string, shardId: string, record: Checkpoint): void {
  tx.put(key(scope, "checkpoint", uuid, shardId), record);
}

/** The runtimes that functions of any account use. */
export function listRuntimes(tx: ReadTx): ReadonlySet<string> {
  const runtimes = new Set<string>();
  for (const { key: at, value } of tx.range<VersionRecord>({ prefix: ["lambda"] }))
    if (at[3] === "version") runtimes.add(value.runtime);
  return runtimes;
}

const downloadKey = (token: string): Key => ["lambda", "-", "-", "download", token];

export function loadDownload(tx: ReadTx, token: string): DownloadRecord | undefined {
  return tx.get<DownloadRecord>(downloadKey(token));
}

export function saveDownload(tx: WriteTx, token: string, record: DownloadRecord): void {
  tx.put(downloadKey(token), record);
}

/** Removes tokens that have expired. */
export function sweepDownloads(tx: WriteTx, nowMs: number): void {
  const expired = [...tx.range<DownloadRecord>({ prefix: ["lambda", "-", "-", "download"], limit: 100 })].filter(
    ({ value }) => value.expiresAtMs <= nowMs,
  );
  for (const { key: at } of expired) tx.delete(at);
}
