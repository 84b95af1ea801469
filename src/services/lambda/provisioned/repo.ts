// The only file that knows the keys of provisioned concurrency: ["lambda", account, region, "provisioned", function, qualifier].

import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import type { Scope } from "../../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../../store/store.ts";

export interface ProvisionedRecord {
  readonly v: 1;
  /** A version's number or an alias. */
  readonly qualifier: string;
  readonly requested: number;
  readonly modifiedAtMs: number;
}

const key = (scope: Scope, ...rest: readonly string[]): Key => [
  "lambda",
  scope.account,
  scope.region,
  "provisioned",
  ...rest,
];

export function loadProvisioned(
  tx: ReadTx,
  scope: Scope,
  name: string,
  qualifier: string,
): ProvisionedRecord | undefined {
  return tx.get<ProvisionedRecord>(key(scope, name, qualifier));
}

export function saveProvisioned(tx: WriteTx, scope: Scope, name: string, record: ProvisionedRecord): void {
  tx.put(key(scope, name, record.qualifier), record);
}

export function removeProvisioned(tx: WriteTx, scope: Scope, name: string, qualifier: string): boolean {
  return tx.delete(key(scope, name, qualifier));
}

export function* listProvisioned(tx: ReadTx, scope: Scope, name: string, after?: string): Generator<ProvisionedRecord> {
  const prefix = key(scope, name);
  for (const { value } of tx.range<ProvisionedRecord>({
    prefix,
    ...(after === undefined ? {} : { after: [...prefix, after] }),
  }))
    yield value;
}

/** What all functions of an account and region have asked for, by function. */
export function sumProvisioned(tx: ReadTx, scope: Scope): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { key: at, value } of tx.range<ProvisionedRecord>({ prefix: key(scope) }))
    sums.set(String(at[4]), (sums.get(String(at[4])) ?? 0) + value.requested);
  return sums;
}

/** The functions of all accounts and regions that have any. */
export function* listProvisionedFunctions(tx: ReadTx): Generator<{ readonly scope: Scope; readonly name: string }> {
  let last = "";
  for (const { key: at } of tx.range({ prefix: ["lambda"] })) {
    const [, account, region, kind, name] = at.map(String);
    const here = `${account} ${region} ${name}`;
    if (kind !== "provisioned" || here === last) continue;
    last = here;
    yield { scope: { account: parseAccountId(account ?? ""), region: parseRegion(region ?? "") }, name: name ?? "" };
  }
}
