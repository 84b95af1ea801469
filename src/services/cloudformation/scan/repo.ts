// Keys and records of resource scans and generated templates: the only file that knows where they are stored.

import type { Scope } from "../../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../../store/store.ts";
import type { GeneratedTemplateRecord, ResourceScanRecord, ScannedResourceRecord } from "./records.ts";

function key(scope: Scope, kind: string, ...rest: readonly (string | number)[]): Key {
  return ["cloudformation", scope.account, scope.region, kind, ...rest];
}

export function loadScan(tx: ReadTx, scope: Scope, scanId: string): ResourceScanRecord | undefined {
  return tx.get<ResourceScanRecord>(key(scope, "resource-scan", scanId));
}

export function saveScan(tx: WriteTx, scope: Scope, scan: ResourceScanRecord): void {
  tx.put(key(scope, "resource-scan", scan.scanId), scan);
}

/** All scans, in no order. */
export function listScans(tx: ReadTx, scope: Scope): ResourceScanRecord[] {
  return Array.from(tx.range<ResourceScanRecord>({ prefix: key(scope, "resource-scan") }), (entry) => entry.value);
}

/** Forgets a scan and what it found. */
export function deleteScan(tx: WriteTx, scope: Scope, scanId: string): void {
  deleteScanned(tx, scope, scanId);
  tx.delete(key(scope, "resource-scan", scanId));
}

/** What a scan found, by type and then in the order in which it was listed. */
export function listScanned(tx: ReadTx, scope: Scope, scanId: string): ScannedResourceRecord[] {
  return Array.from(tx.range<ScannedResourceRecord>({ prefix: key(scope, "scanned", scanId) }), (entry) => entry.value);
}

/** Writes what a scan found of one type; writing it again changes nothing. */
export function saveScanned(
  tx: WriteTx,
  scope: Scope,
  scanId: string,
  typeName: string,
  found: readonly ScannedResourceRecord[],
): void {
  for (const [index, resource] of found.entries()) tx.put(key(scope, "scanned", scanId, typeName, index), resource);
}

/** Forgets what a scan found. */
export function deleteScanned(tx: WriteTx, scope: Scope, scanId: string): void {
  for (const entry of [...tx.range<unknown>({ prefix: key(scope, "scanned", scanId) })]) tx.delete(entry.key);
}

/** Finds a generated template by its name or its ARN. */
export function findGenerated(tx: ReadTx, scope: Scope, nameOrId: string): GeneratedTemplateRecord | undefined {
  const id = nameOrId.startsWith("arn:") ? nameOrId : tx.get<string>(key(scope, "generated-name", nameOrId));
  return id === undefined ? undefined : tx.get<GeneratedTemplateRecord>(key(scope, "generated", id));
}

export function listGenerated(tx: ReadTx, scope: Scope): GeneratedTemplateRecord[] {
  return Array.from(tx.range<GeneratedTemplateRecord>({ prefix: key(scope, "generated") }), (entry) => entry.value);
}

/** Writes a template under its name, which may be another than before. */
export function saveGenerated(tx: WriteTx, scope: Scope, template: GeneratedTemplateRecord): void {
  const before = tx.get<GeneratedTemplateRecord>(key(scope, "generated", template.templateId));
  if (before !== undefined && before.name !== template.name) tx.delete(key(scope, "generated-name", before.name));
  tx.put(key(scope, "generated", template.templateId), template);
  tx.put(key(scope, "generated-name", template.name), template.templateId);
}

export function deleteGenerated(tx: WriteTx, scope: Scope, template: GeneratedTemplateRecord): void {
  tx.delete(key(scope, "generated", template.templateId));
  tx.delete(key(scope, "generated-name", template.name));
}
