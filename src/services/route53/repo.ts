// The only file that knows Route 53's keys. The service is global: keys have no region. Zones' names and owners are kept for the yard as a whole,
// since its name server answers for all accounts.

import type { AccountId } from "../../kernel/ids.ts";
import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import { ancestors, sortingName } from "./names.ts";
import type { ChangeRecord, HealthCheckRecord, RecordSet, RecordSetRecord, ZoneRecord } from "./records.ts";

type Owner = Pick<Scope, "account">;

const key = ({ account }: Owner, ...rest: Key): Key => ["route53", account, "", ...rest];
const shared = (...rest: Key): Key => ["route53", "", "", ...rest];

export function loadZone(tx: ReadTx, owner: Owner, id: string): ZoneRecord | undefined {
  return tx.get<ZoneRecord>(key(owner, "zone", id));
}

export function saveZone(tx: WriteTx, owner: Owner, zone: ZoneRecord): void {
  tx.put(key(owner, "zone", zone.id), zone);
}

/** A new zone, with what finds it. */
export function addZone(tx: WriteTx, owner: Owner, zone: ZoneRecord): void {
  saveZone(tx, owner, zone);
  tx.put(key(owner, "zone-reference", zone.callerReference), zone.id);
  tx.put(shared("zone-owner", zone.id), owner.account);
  tx.put(shared("zone-name", zone.name, zone.createdAtMs, zone.id), owner.account);
}

/** Removes a zone and all it has. */
export function removeZone(tx: WriteTx, owner: Owner, zone: ZoneRecord): void {
  for (const { key: each } of [...tx.range({ prefix: key(owner, "record", zone.id) })]) tx.delete(each);
  tx.delete(key(owner, "zone", zone.id));
  tx.delete(key(owner, "zone-reference", zone.callerReference));
  tx.delete(shared("zone-owner", zone.id));
  tx.delete(shared("zone-name", zone.name, zone.createdAtMs, zone.id));
}

export function isZoneReferenceUsed(tx: ReadTx, owner: Owner, callerReference: string): boolean {
  return tx.get(key(owner, "zone-reference", callerReference)) !== undefined;
}

/** The account that has a zone, whichever it is. */
export function zoneOwner(tx: ReadTx, id: string): AccountId | undefined {
  return tx.get<AccountId>(shared("zone-owner", id));
}

/** An account's zones in the order of their ids. */
export function* listZones(tx: ReadTx, owner: Owner): Generator<ZoneRecord> {
  for (const { value } of tx.range<ZoneRecord>({ prefix: key(owner, "zone") })) yield value;
}

/** The zone that answers for a name: the one with the longest name, and of several the oldest, whoever has it. */
export function zoneOfName(tx: ReadTx, name: string): { readonly owner: Owner; readonly zone: ZoneRecord } | undefined {
  for (const ancestor of ancestors(name)) {
    const zones = tx.range<AccountId>({ prefix: shared("zone-name", ancestor), limit: 1 });
    for (const { key: found, value: account } of zones) {
      const zone = loadZone(tx, { account }, String(found.at(-1)));
      if (zone !== undefined) return { owner: { account }, zone };
    }
  }
  return undefined;
}

function recordKey(owner: Owner, zoneId: string, set: Pick<RecordSet, "Name" | "Type" | "SetIdentifier">): Key {
  return key(owner, "record", zoneId, sortingName(set.Name), set.Type, set.SetIdentifier ?? "");
}

export function loadRecordSet(
  tx: ReadTx,
  owner: Owner,
  zoneId: string,
  set: Pick<RecordSet, "Name" | "Type" | "SetIdentifier">,
): RecordSet | undefined {
  return tx.get<RecordSetRecord>(recordKey(owner, zoneId, set))?.set;
}

export function saveRecordSet(tx: WriteTx, owner: Owner, zoneId: string, set: RecordSet): void {
  tx.put(recordKey(owner, zoneId, set), { v: 1, set } satisfies RecordSetRecord);
}

export function removeRecordSet(tx: WriteTx, owner: Owner, zoneId: string, set: RecordSet): void {
  tx.delete(recordKey(owner, zoneId, set));
}

/** The record sets of one name, of one type if it is given. */
export function recordSetsAt(
  tx: ReadTx,
  owner: Owner,
  zoneId: string,
  name: string,
  type?: string,
): readonly RecordSet[] {
  const prefix = key(owner, "record", zoneId, sortingName(name), ...(type === undefined ? [] : [type]));
  return [...tx.range<RecordSetRecord>({ prefix })].map(({ value }) => value.set);
}

/** A zone's record sets in AWS's order, from `start` on, which need not be there. */
export function* listRecordSets(
  tx: ReadTx,
  owner: Owner,
  zoneId: string,
  start?: { readonly name: string; readonly type?: string | undefined; readonly identifier?: string | undefined },
): Generator<RecordSet> {
  const prefix = key(owner, "record", zoneId);
  const from = start === undefined ? {} : { start: startKey(prefix, start) };
  for (const { value } of tx.range<RecordSetRecord>({ prefix, ...from })) yield value.set;
}

function startKey(
  prefix: Key,
  start: { readonly name: string; readonly type?: string | undefined; readonly identifier?: string | undefined },
): Key {
  const { name, type, identifier } = start;
  if (type === undefined) return [...prefix, sortingName(name)];
  return [...prefix, sortingName(name), type, ...(identifier === undefined ? [] : [identifier])];
}

/** Whether the zone has anything at or below a name: a name in between exists, too (RFC 4592, 2.2.2). */
export function hasNames(tx: ReadTx, owner: Owner, zoneId: string, name: string): boolean {
  const sorting = sortingName(name);
  const start = key(owner, "record", zoneId, sorting);
  for (const { key: found } of tx.range({ prefix: key(owner, "record", zoneId), start, limit: 1 })) {
    const other = String(found[5]);
    return other === sorting || other.startsWith(`${sorting} `);
  }
  return false;
}

export function loadChange(tx: ReadTx, owner: Owner, id: string): ChangeRecord | undefined {
  return tx.get<ChangeRecord>(key(owner, "change", id));
}

export function saveChange(tx: WriteTx, owner: Owner, change: ChangeRecord): void {
  tx.put(key(owner, "change", change.id), change);
}

export function removeChange(tx: WriteTx, owner: Owner, id: string): void {
  tx.delete(key(owner, "change", id));
}

export function loadHealthCheck(tx: ReadTx, owner: Owner, id: string): HealthCheckRecord | undefined {
  return tx.get<HealthCheckRecord>(key(owner, "health-check", id));
}

export function saveHealthCheck(tx: WriteTx, owner: Owner, check: HealthCheckRecord): void {
  tx.put(key(owner, "health-check", check.id), check);
}

/** A new health check, with what finds it. */
export function addHealthCheck(tx: WriteTx, owner: Owner, check: HealthCheckRecord): void {
  saveHealthCheck(tx, owner, check);
  tx.put(key(owner, "health-check-reference", check.callerReference), check.id);
}

/** AWS: CreateHealthCheck, HealthCheckAlreadyExists: a deleted health check's caller reference stays used. */
export function removeHealthCheck(tx: WriteTx, owner: Owner, check: HealthCheckRecord): void {
  tx.delete(key(owner, "health-check", check.id));
}

export function healthCheckOfReference(tx: ReadTx, owner: Owner, callerReference: string): string | undefined {
  return tx.get<string>(key(owner, "health-check-reference", callerReference));
}

/** An account's health checks in the order of their ids. */
export function* listHealthChecks(tx: ReadTx, owner: Owner): Generator<HealthCheckRecord> {
  for (const { value } of tx.range<HealthCheckRecord>({ prefix: key(owner, "health-check") })) yield value;
}
