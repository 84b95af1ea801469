// The only file that knows Step Functions' keys.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { ActivityRecord, AliasRecord, MachineRecord, VersionRecord } from "./records.ts";

const key = (scope: Scope, ...rest: Key): Key => ["states", scope.account, scope.region, ...rest];

export function loadMachine(tx: ReadTx, scope: Scope, name: string): MachineRecord | undefined {
  return tx.get<MachineRecord>(key(scope, "machine", name));
}

export function saveMachine(tx: WriteTx, scope: Scope, machine: MachineRecord): void {
  tx.put(key(scope, "machine", machine.name), machine);
}

/** Removes a machine with its versions and aliases. */
export function removeMachine(tx: WriteTx, scope: Scope, name: string): void {
  const versions = [...tx.range({ prefix: key(scope, "version", name) })];
  const aliases = [...tx.range({ prefix: key(scope, "alias", name) })];
  for (const entry of [...versions, ...aliases]) tx.delete(entry.key);
  tx.delete(key(scope, "machine", name));
}

/** Machines in the order of their names, from after `after` on. */
export function* listMachines(tx: ReadTx, scope: Scope, after?: string): Generator<MachineRecord> {
  for (const { value } of tx.range<MachineRecord>(from(scope, ["machine"], after))) yield value;
}

export function loadVersion(tx: ReadTx, scope: Scope, name: string, version: number): VersionRecord | undefined {
  return tx.get<VersionRecord>(key(scope, "version", name, version));
}

export function saveVersion(tx: WriteTx, scope: Scope, name: string, version: VersionRecord): void {
  tx.put(key(scope, "version", name, version.version), version);
}

export function removeVersion(tx: WriteTx, scope: Scope, name: string, version: number): void {
  tx.delete(key(scope, "version", name, version));
}

/** A machine's versions, the newest first, from below `before` on. */
export function* listVersions(tx: ReadTx, scope: Scope, name: string, before?: number): Generator<VersionRecord> {
  const prefix = key(scope, "version", name);
  const begin = before === undefined ? {} : { after: [...prefix, before] };
  for (const { value } of tx.range<VersionRecord>({ prefix, reverse: true, ...begin })) yield value;
}

export function loadAlias(tx: ReadTx, scope: Scope, name: string, alias: string): AliasRecord | undefined {
  return tx.get<AliasRecord>(key(scope, "alias", name, alias));
}

export function saveAlias(tx: WriteTx, scope: Scope, name: string, alias: AliasRecord): void {
  tx.put(key(scope, "alias", name, alias.name), alias);
}

export function removeAlias(tx: WriteTx, scope: Scope, name: string, alias: string): void {
  tx.delete(key(scope, "alias", name, alias));
}

/** A machine's aliases in the order of their names. */
export function listAliases(tx: ReadTx, scope: Scope, name: string): AliasRecord[] {
  return [...tx.range<AliasRecord>({ prefix: key(scope, "alias", name) })].map(({ value }) => value);
}

export function loadActivity(tx: ReadTx, scope: Scope, name: string): ActivityRecord | undefined {
  return tx.get<ActivityRecord>(key(scope, "activity", name));
}

export function saveActivity(tx: WriteTx, scope: Scope, activity: ActivityRecord): void {
  tx.put(key(scope, "activity", activity.name), activity);
}

export function removeActivity(tx: WriteTx, scope: Scope, name: string): void {
  tx.delete(key(scope, "activity", name));
}

/** Activities in the order of their names, from after `after` on. */
export function* listActivities(tx: ReadTx, scope: Scope, after?: string): Generator<ActivityRecord> {
  for (const { value } of tx.range<ActivityRecord>(from(scope, ["activity"], after))) yield value;
}

function from(scope: Scope, kind: Key, after: string | undefined) {
  const prefix = key(scope, ...kind);
  return after === undefined ? { prefix } : { prefix, after: [...prefix, after] };
}
