// The only file that knows KMS's keys. Material, rotations and the Regions of a multi-Region key belong to the account,
// not to a Region: all keys of a family share them.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { AliasRecord, FamilyRecord, GrantRecord, KeyRecord, MaterialRecord, UseRecord } from "./records.ts";

const key = (scope: Scope, ...rest: Key): Key => ["kms", scope.account, scope.region, ...rest];
const shared = (scope: Scope, ...rest: Key): Key => ["kms", scope.account, "", ...rest];

export function loadKey(tx: ReadTx, scope: Scope, keyId: string): KeyRecord | undefined {
  return tx.get<KeyRecord>(key(scope, "key", keyId));
}

export function saveKey(tx: WriteTx, scope: Scope, record: KeyRecord): void {
  tx.put(key(scope, "key", record.keyId), record);
}

export function removeKey(tx: WriteTx, scope: Scope, keyId: string): void {
  tx.delete(key(scope, "key", keyId));
  tx.delete(key(scope, "use", keyId));
}

/** Keys in the order of their ids, from after `after` on. */
export function* listKeys(tx: ReadTx, scope: Scope, after?: string): Generator<KeyRecord> {
  for (const { value } of tx.range<KeyRecord>(pageOf(key(scope, "key"), after))) yield value;
}

export function loadMaterial(tx: ReadTx, scope: Scope, keyId: string, number: number): MaterialRecord | undefined {
  return tx.get<MaterialRecord>(shared(scope, "material", keyId, number));
}

export function saveMaterial(tx: WriteTx, scope: Scope, keyId: string, material: MaterialRecord): void {
  tx.put(shared(scope, "material", keyId, material.number), material);
}

/** A key's materials, the oldest first. */
export function listMaterials(tx: ReadTx, scope: Scope, keyId: string): readonly MaterialRecord[] {
  return [...tx.range<MaterialRecord>({ prefix: shared(scope, "material", keyId) })].map(({ value }) => value);
}

export function removeMaterials(tx: WriteTx, scope: Scope, keyId: string): void {
  for (const entry of [...tx.range({ prefix: shared(scope, "material", keyId) })]) tx.delete(entry.key);
}

export function loadFamily(tx: ReadTx, scope: Scope, keyId: string): FamilyRecord | undefined {
  return tx.get<FamilyRecord>(shared(scope, "family", keyId));
}

export function saveFamily(tx: WriteTx, scope: Scope, keyId: string, family: FamilyRecord): void {
  tx.put(shared(scope, "family", keyId), family);
}

export function removeFamily(tx: WriteTx, scope: Scope, keyId: string): void {
  tx.delete(shared(scope, "family", keyId));
}

export function loadAlias(tx: ReadTx, scope: Scope, name: string): AliasRecord | undefined {
  return tx.get<AliasRecord>(key(scope, "alias", name));
}

/** Keeps an alias; `previous` is what it was before, if it was there. */
export function saveAlias(tx: WriteTx, scope: Scope, alias: AliasRecord, previous?: AliasRecord): void {
  if (previous !== undefined) tx.delete(key(scope, "key-alias", previous.keyId, previous.name));
  tx.put(key(scope, "alias", alias.name), alias);
  tx.put(key(scope, "key-alias", alias.keyId, alias.name), true);
}

export function removeAlias(tx: WriteTx, scope: Scope, alias: AliasRecord): void {
  tx.delete(key(scope, "alias", alias.name));
  tx.delete(key(scope, "key-alias", alias.keyId, alias.name));
}

/** Aliases in the order of their names, from after `after` on. */
export function* listAliases(tx: ReadTx, scope: Scope, after?: string): Generator<AliasRecord> {
  for (const { value } of tx.range<AliasRecord>(pageOf(key(scope, "alias"), after))) yield value;
}

/** The names of a key's aliases. */
export function aliasNamesOf(tx: ReadTx, scope: Scope, keyId: string): readonly string[] {
  return [...tx.range({ prefix: key(scope, "key-alias", keyId) })].map((entry) => String(entry.key.at(-1)));
}

export function loadGrant(tx: ReadTx, scope: Scope, keyId: string, grantId: string): GrantRecord | undefined {
  return tx.get<GrantRecord>(key(scope, "grant", keyId, grantId));
}

export function saveGrant(tx: WriteTx, scope: Scope, grant: GrantRecord): void {
  tx.put(key(scope, "grant", grant.keyId, grant.grantId), grant);
}

export function removeGrant(tx: WriteTx, scope: Scope, grant: GrantRecord): void {
  tx.delete(key(scope, "grant", grant.keyId, grant.grantId));
}

/** A key's grants in the order of their ids, from after `after` on. */
export function* listGrants(tx: ReadTx, scope: Scope, keyId: string, after?: string): Generator<GrantRecord> {
  for (const { value } of tx.range<GrantRecord>(pageOf(key(scope, "grant", keyId), after))) yield value;
}

/** All grants of an account in a Region. */
export function* listAllGrants(tx: ReadTx, scope: Scope): Generator<GrantRecord> {
  for (const { value } of tx.range<GrantRecord>({ prefix: key(scope, "grant") })) yield value;
}

export function loadUse(tx: ReadTx, scope: Scope, keyId: string): UseRecord | undefined {
  return tx.get<UseRecord>(key(scope, "use", keyId));
}

export function saveUse(tx: WriteTx, scope: Scope, keyId: string, use: UseRecord): void {
  tx.put(key(scope, "use", keyId), use);
}

/** The yard's own key, under which material is sealed. It belongs to the yard as a whole. */
export function loadSealingKey(tx: ReadTx): Uint8Array | undefined {
  return tx.get<Uint8Array>(["kms", "", "", "sealing-key"]);
}

export function saveSealingKey(tx: WriteTx, bytes: Uint8Array): void {
  tx.put(["kms", "", "", "sealing-key"], bytes);
}

function pageOf(prefix: Key, after: string | undefined): { prefix: Key; after?: Key } {
  return { prefix, ...(after === undefined ? {} : { after: [...prefix, after] }) };
}
