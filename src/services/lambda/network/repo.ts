// The keys of functions' network interfaces.

import type { Scope } from "../../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../../store/store.ts";
import type { InterfaceRecord } from "./records.ts";

const key = ({ account, region }: Scope, ...rest: readonly string[]): Key => [
  "lambda",
  account,
  region,
  "network-interface",
  ...rest,
];

/** What functions share: a subnet with security groups. */
export type Combination = Pick<InterfaceRecord, "subnetId" | "securityGroupIds">;

/** The text that tells combinations apart. */
export function combinationKey({ subnetId, securityGroupIds }: Combination): string {
  return [subnetId, ...securityGroupIds.toSorted()].join(" ");
}

export function loadInterface(tx: ReadTx, scope: Scope, combination: Combination): InterfaceRecord | undefined {
  return tx.get<InterfaceRecord>(key(scope, combinationKey(combination)));
}

export function saveInterface(tx: WriteTx, scope: Scope, record: InterfaceRecord): void {
  tx.put(key(scope, combinationKey(record)), record);
}

export function removeInterface(tx: WriteTx, scope: Scope, combination: Combination): void {
  tx.delete(key(scope, combinationKey(combination)));
}

export function listInterfaces(tx: ReadTx, scope: Scope): InterfaceRecord[] {
  return [...tx.range<InterfaceRecord>({ prefix: key(scope) })].map(({ value }) => value);
}
