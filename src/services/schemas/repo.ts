// The only file that knows the keys of the schema registry.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { DiscovererRecord, RegistryRecord, SchemaRecord, VersionRecord } from "./records.ts";

const key = (scope: Scope, kind: string, ...rest: Key): Key => ["schemas", scope.account, scope.region, kind, ...rest];

export function loadRegistry(tx: ReadTx, scope: Scope, name: string): RegistryRecord | undefined {
  return tx.get(key(scope, "registry", name));
}

export function saveRegistry(tx: WriteTx, scope: Scope, record: RegistryRecord): void {
  tx.put(key(scope, "registry", record.name), record);
}

export function removeRegistry(tx: WriteTx, scope: Scope, name: string): void {
  tx.delete(key(scope, "registry", name));
}

/** Registries by name. */
export function listRegistries(tx: ReadTx, scope: Scope): readonly RegistryRecord[] {
  return [...tx.range<RegistryRecord>({ prefix: key(scope, "registry") })].map(({ value }) => value);
}

export function loadSchema(tx: ReadTx, scope: Scope, registry: string, name: string): SchemaRecord | undefined {
  return tx.get(key(scope, "schema", registry, name));
}

export function saveSchema(tx: WriteTx, scope: Scope, record: SchemaRecord): void {
  tx.put(key(scope, "schema", record.registry, record.name), record);
}

/** Removes a schema and its versions. */
export function removeSchema(tx: WriteTx, scope: Scope, { registry, name }: SchemaRecord): void {
  tx.delete(key(scope, "schema", registry, name));
  for (const { number } of listVersions(tx, scope, registry, name)) removeVersion(tx, scope, registry, name, number);
}

/** A registry's schemas by name. */
export function listSchemas(tx: ReadTx, scope: Scope, registry: string): readonly SchemaRecord[] {
  return [...tx.range<SchemaRecord>({ prefix: key(scope, "schema", registry) })].map(({ value }) => value);
}

export function saveVersion(tx: WriteTx, scope: Scope, schema: SchemaRecord, record: VersionRecord): void {
  tx.put(key(scope, "version", schema.registry, schema.name, record.number), record);
}

export function removeVersion(tx: WriteTx, scope: Scope, registry: string, name: string, number: number): void {
  tx.delete(key(scope, "version", registry, name, number));
}

/** A schema's versions, the oldest first. */
export function listVersions(tx: ReadTx, scope: Scope, registry: string, name: string): readonly VersionRecord[] {
  return [...tx.range<VersionRecord>({ prefix: key(scope, "version", registry, name) })].map(({ value }) => value);
}

export function loadDiscoverer(tx: ReadTx, scope: Scope, id: string): DiscovererRecord | undefined {
  return tx.get(key(scope, "discoverer", id));
}

export function saveDiscoverer(tx: WriteTx, scope: Scope, record: DiscovererRecord): void {
  tx.put(key(scope, "discoverer", record.id), record);
}

export function removeDiscoverer(tx: WriteTx, scope: Scope, id: string): void {
  tx.delete(key(scope, "discoverer", id));
}

/** Discoverers by id. */
export function listDiscoverers(tx: ReadTx, scope: Scope): readonly DiscovererRecord[] {
  return [...tx.range<DiscovererRecord>({ prefix: key(scope, "discoverer") })].map(({ value }) => value);
}
