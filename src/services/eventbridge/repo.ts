// The only file that knows EventBridge's keys.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import { DEFAULT_BUS } from "./names.ts";
import type {
  ApiDestinationRecord,
  ArchiveRecord,
  BusEvent,
  ConnectionRecord,
  EventBusRecord,
  ReplayRecord,
  RuleRecord,
} from "./records.ts";

const key = (scope: Scope, ...rest: Key): Key => ["eventbridge", scope.account, scope.region, ...rest];

/** What is kept by its name alone. */
interface Named {
  readonly "event-bus": EventBusRecord;
  readonly archive: ArchiveRecord;
  readonly replay: ReplayRecord;
  readonly connection: ConnectionRecord;
  readonly "api-destination": ApiDestinationRecord;
}

/** Reads a record by its kind and name. */
export function load<Kind extends keyof Named>(
  tx: ReadTx,
  scope: Scope,
  kind: Kind,
  name: string,
): Named[Kind] | undefined {
  return tx.get<Named[Kind]>(key(scope, kind, name));
}

export function save<Kind extends keyof Named>(tx: WriteTx, scope: Scope, kind: Kind, record: Named[Kind]): void {
  tx.put(key(scope, kind, record.name), record);
}

export function remove(tx: WriteTx, scope: Scope, kind: keyof Named, name: string): void {
  tx.delete(key(scope, kind, name));
}

/** Records of one kind in the order of their names. */
export function* list<Kind extends keyof Named>(
  tx: ReadTx,
  scope: Scope,
  kind: Kind,
  after?: string,
): Generator<Named[Kind]> {
  const prefix = key(scope, kind);
  const start = after === undefined ? {} : { after: [...prefix, after] };
  for (const { value } of tx.range<Named[Kind]>({ prefix, ...start })) yield value;
}

/** A bus; the default one is there in every account and region. */
export function loadBus(tx: ReadTx, scope: Scope, name: string): EventBusRecord | undefined {
  const found = load(tx, scope, "event-bus", name);
  if (found !== undefined || name !== DEFAULT_BUS) return found;
  return { v: 1, name, createdAtMs: 0, modifiedAtMs: 0, tags: {} };
}

export function loadRule(tx: ReadTx, scope: Scope, busName: string, name: string): RuleRecord | undefined {
  return tx.get<RuleRecord>(key(scope, "rule", busName, name));
}

export function saveRule(tx: WriteTx, scope: Scope, rule: RuleRecord): void {
  tx.put(key(scope, "rule", rule.busName, rule.name), rule);
}

export function removeRule(tx: WriteTx, scope: Scope, { busName, name }: RuleRecord): void {
  tx.delete(key(scope, "rule", busName, name));
}

/** The rules of a bus in the order of their names. */
export function* listRules(tx: ReadTx, scope: Scope, busName: string, after?: string): Generator<RuleRecord> {
  const prefix = key(scope, "rule", busName);
  const start = after === undefined ? {} : { after: [...prefix, after] };
  for (const { value } of tx.range<RuleRecord>({ prefix, ...start })) yield value;
}

/** The rules of all buses. */
export function* listAllRules(tx: ReadTx, scope: Scope): Generator<RuleRecord> {
  for (const { value } of tx.range<RuleRecord>({ prefix: key(scope, "rule") })) yield value;
}

/** An event in an archive, by when it came; `order` keeps those of one millisecond apart. */
export function saveArchived(
  tx: WriteTx,
  scope: Scope,
  archiveId: string,
  { atMs, order, event }: { readonly atMs: number; readonly order: string; readonly event: BusEvent },
): void {
  tx.put(key(scope, "archived", archiveId, atMs, order), event);
}

/** Archived events from `fromMs` up to but not including `untilMs`, with their keys, in order. */
export function* listArchived(
  tx: ReadTx,
  scope: Scope,
  archiveId: string,
  { fromMs, untilMs, after }: { readonly fromMs: number; readonly untilMs: number; readonly after?: Key },
): Generator<{ readonly key: Key; readonly atMs: number; readonly event: BusEvent }> {
  const prefix = key(scope, "archived", archiveId);
  const start = after === undefined ? { start: [...prefix, fromMs] } : { after };
  for (const entry of tx.range<BusEvent>({ prefix, ...start, end: [...prefix, untilMs] }))
    yield { key: entry.key, atMs: Number(entry.key[prefix.length]), event: entry.value };
}

export function removeArchived(tx: WriteTx, archived: Key): void {
  tx.delete(archived);
}
