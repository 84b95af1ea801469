// The only file that knows ECR's keys.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { RepositoryRecord } from "./records.ts";

const key = ({ account, region }: Scope, ...name: readonly string[]): Key => [
  "ecr",
  account,
  region,
  "repository",
  ...name,
];

export function loadRepository(tx: ReadTx, scope: Scope, name: string): RepositoryRecord | undefined {
  return tx.get<RepositoryRecord>(key(scope, name));
}

export function saveRepository(tx: WriteTx, scope: Scope, repository: RepositoryRecord): void {
  tx.put(key(scope, repository.name), repository);
}

export function removeRepository(tx: WriteTx, scope: Scope, name: string): void {
  tx.delete(key(scope, name));
}

/** Repositories in the order of their names, from after `after` on. */
export function* listRepositories(tx: ReadTx, scope: Scope, after?: string): Generator<RepositoryRecord> {
  const begin = after === undefined ? {} : { after: key(scope, after) };
  for (const { value } of tx.range<RepositoryRecord>({ prefix: key(scope), ...begin })) yield value;
}
