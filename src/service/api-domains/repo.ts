// The keys of custom domains. A domain's name is unique in the yard, because requests to it name nothing else. The keys begin with the name of
// the service that had domains first.

import { createHash } from "node:crypto";
import type { Scope } from "../context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { ApiMappingRecord, BasePathMappingRecord, DomainNameRecord } from "./records.ts";

const SERVICE = "api-gateway";
/** How the domain's root is called in keys, and in the REST API. */
const ROOT = "(none)";

function key(scope: Scope, kind: string, ...rest: readonly string[]): Key {
  return [SERVICE, scope.account, scope.region, kind, ...rest];
}

export function loadDomainName(tx: ReadTx, scope: Scope, domainName: string): DomainNameRecord | undefined {
  return tx.get(key(scope, "domainName", domainName));
}

export function listDomainNames(tx: ReadTx, scope: Scope): readonly DomainNameRecord[] {
  return [...tx.range<DomainNameRecord>({ prefix: key(scope, "domainName") })].map(({ value }) => value);
}

export function saveDomainName(tx: WriteTx, scope: Scope, domain: DomainNameRecord): void {
  tx.put(key(scope, "domainName", domain.domainName), domain);
  tx.put([SERVICE, "domainOwner", domain.domainName], { account: scope.account, region: scope.region });
}

/** Removes a domain with its mappings. */
export function removeDomainName(tx: WriteTx, scope: Scope, domainName: string): void {
  tx.delete(key(scope, "domainName", domainName));
  tx.delete([SERVICE, "domainOwner", domainName]);
  for (const found of [...tx.range({ prefix: key(scope, "basePathMapping", domainName) })]) tx.delete(found.key);
}

/** Whose domain it is: requests to it name nothing else. */
export function loadDomainOwner(tx: ReadTx, domainName: string): Scope | undefined {
  return tx.get([SERVICE, "domainOwner", domainName]);
}

/** The mapping of a key; "" for the domain's root. */
export function loadMapping(tx: ReadTx, scope: Scope, domainName: string, path: string): ApiMappingRecord | undefined {
  const found = tx.get<ApiMappingRecord | BasePathMappingRecord>(mappingKey(scope, domainName, path));
  return found === undefined ? undefined : current(domainName, found);
}

/** A domain's mappings, in the order of their keys. */
export function listMappings(tx: ReadTx, scope: Scope, domainName: string): readonly ApiMappingRecord[] {
  const prefix = key(scope, "basePathMapping", domainName);
  return [...tx.range<ApiMappingRecord | BasePathMappingRecord>({ prefix })].map(({ value }) =>
    current(domainName, value),
  );
}

export function saveMapping(tx: WriteTx, scope: Scope, domainName: string, mapping: ApiMappingRecord): void {
  tx.put(mappingKey(scope, domainName, mapping.key), mapping);
}

export function removeMapping(tx: WriteTx, scope: Scope, domainName: string, path: string): boolean {
  return tx.delete(mappingKey(scope, domainName, path));
}

function mappingKey(scope: Scope, domainName: string, path: string): Key {
  return key(scope, "basePathMapping", domainName, path === "" ? ROOT : path);
}

/** Records of version 1 have no id: it is made of what names them. */
function current(domainName: string, record: ApiMappingRecord | BasePathMappingRecord): ApiMappingRecord {
  if (record.v === 2) return record;
  const { basePath, restApiId, stage } = record;
  return {
    v: 2,
    mappingId: createHash("sha256").update(`${domainName}/${basePath}`).digest("hex").slice(0, 10),
    key: basePath === ROOT ? "" : basePath,
    apiId: restApiId,
    ...(stage === undefined ? {} : { stage }),
  };
}
