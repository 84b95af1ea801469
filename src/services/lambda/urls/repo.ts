// The only file that knows the keys of function URLs: ["lambda", account, region, "url", function, qualifier], and by the
// id in the address.

import type { Cors } from "../../../service/http-events/cors.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import type { Scope } from "../../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../../store/store.ts";

export interface UrlRecord {
  readonly v: 1;
  /** The first part of the host. */
  readonly urlId: string;
  /** An alias; "" for the function itself. */
  readonly qualifier: string;
  readonly authType: "NONE" | "AWS_IAM";
  readonly invokeMode: "BUFFERED" | "RESPONSE_STREAM";
  readonly cors?: Cors;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
}

interface UrlOwner {
  readonly v: 1;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly qualifier: string;
}

/** A function URL, and whose it is. */
export interface FoundUrl {
  readonly scope: Scope;
  readonly name: string;
  readonly url: UrlRecord;
}

const key = (scope: Scope, ...rest: readonly string[]): Key => ["lambda", scope.account, scope.region, "url", ...rest];
const ownerKey = (urlId: string): Key => ["lambda", "-", "-", "url-owner", urlId];

export function loadUrl(tx: ReadTx, scope: Scope, name: string, qualifier: string): UrlRecord | undefined {
  return tx.get<UrlRecord>(key(scope, name, qualifier));
}

export function saveUrl(tx: WriteTx, scope: Scope, name: string, record: UrlRecord): void {
  const { account, region } = scope;
  tx.put(key(scope, name, record.qualifier), record);
  tx.put(ownerKey(record.urlId), { v: 1, account, region, name, qualifier: record.qualifier } satisfies UrlOwner);
}

/** True if there was one. */
export function removeUrl(tx: WriteTx, scope: Scope, name: string, qualifier: string): boolean {
  const record = loadUrl(tx, scope, name, qualifier);
  if (record === undefined) return false;
  tx.delete(ownerKey(record.urlId));
  return tx.delete(key(scope, name, qualifier));
}

export function* listUrls(tx: ReadTx, scope: Scope, name: string, after?: string): Generator<UrlRecord> {
  const prefix = key(scope, name);
  for (const { value } of tx.range<UrlRecord>({
    prefix,
    ...(after === undefined ? {} : { after: [...prefix, after] }),
  }))
    yield value;
}

/** Removes all of a function's. */
export function removeUrls(tx: WriteTx, scope: Scope, name: string): void {
  for (const { qualifier } of [...listUrls(tx, scope, name)]) removeUrl(tx, scope, name, qualifier);
}

/** The function URL with this id, whoever's it is. */
export function findUrl(tx: ReadTx, urlId: string): FoundUrl | undefined {
  const owner = tx.get<UrlOwner>(ownerKey(urlId));
  if (owner === undefined) return undefined;
  const scope = { account: parseAccountId(owner.account), region: parseRegion(owner.region) };
  const url = loadUrl(tx, scope, owner.name, owner.qualifier);
  return url === undefined ? undefined : { scope, name: owner.name, url };
}
