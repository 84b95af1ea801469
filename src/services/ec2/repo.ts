// The only file that knows EC2's keys.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { Kind, Records } from "./records.ts";

const key = ({ account, region }: Scope, kind: Kind, ...id: readonly string[]): Key => [
  "ec2",
  account,
  region,
  kind,
  ...id,
];
const defaultsKey = ({ account, region }: Scope): Key => ["ec2", account, region, "defaults"];

export function load<K extends Kind>(tx: ReadTx, scope: Scope, kind: K, id: string): Records[K] | undefined {
  return tx.get<Records[K]>(key(scope, kind, id));
}

/** All resources of a kind, in the order of their ids. */
export function listAll<K extends Kind>(tx: ReadTx, scope: Scope, kind: K): Records[K][] {
  return [...tx.range<Records[K]>({ prefix: key(scope, kind) })].map(({ value }) => value);
}

export function save<K extends Kind>(tx: WriteTx, scope: Scope, kind: K, record: Records[K]): void {
  tx.put(key(scope, kind, record.id), record);
}

export function remove(tx: WriteTx, scope: Scope, kind: Kind, id: string): void {
  tx.delete(key(scope, kind, id));
}

/** Whether the account has got its default network in the region; it may have deleted it since. */
export function hasDefaults(tx: ReadTx, scope: Scope): boolean {
  return tx.get(defaultsKey(scope)) !== undefined;
}

export function noteDefaults(tx: WriteTx, scope: Scope): void {
  tx.put(defaultsKey(scope), { v: 1 });
}
