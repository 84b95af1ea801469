// The only file that knows the keys of pipes.

import type { Checkpoint } from "../../service/event-sources/stream-host.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { PipeRecord } from "./records.ts";

const key = (scope: Scope, kind: string, ...rest: Key): Key => ["pipes", scope.account, scope.region, kind, ...rest];

export function loadPipe(tx: ReadTx, scope: Scope, name: string): PipeRecord | undefined {
  return tx.get<PipeRecord>(key(scope, "pipe", name));
}

export function savePipe(tx: WriteTx, scope: Scope, pipe: PipeRecord): void {
  tx.put(key(scope, "pipe", pipe.name), pipe);
}

/** Removes a pipe and how far it has come. */
export function removePipe(tx: WriteTx, scope: Scope, { name, id }: PipeRecord): void {
  tx.delete(key(scope, "pipe", name));
  const keys = [...tx.range({ prefix: key(scope, "checkpoint", id) })].map((entry) => entry.key);
  for (const each of keys) tx.delete(each);
}

/** Pipes by name, from after `after` on. */
export function* listPipes(tx: ReadTx, scope: Scope, after?: string): Generator<PipeRecord> {
  const range = after === undefined ? {} : { after: key(scope, "pipe", after) };
  for (const { value } of tx.range<PipeRecord>({ prefix: key(scope, "pipe"), ...range })) yield value;
}

/** All pipes of all accounts and regions. */
export function* listAllPipes(tx: ReadTx): Generator<{ scope: Scope; pipe: PipeRecord }> {
  for (const { key: at, value } of tx.range<PipeRecord>({ prefix: ["pipes"] })) {
    const [, account, region, kind] = at;
    if (kind !== "pipe") continue;
    yield { scope: { account: parseAccountId(String(account)), region: parseRegion(String(region)) }, pipe: value };
  }
}

export function loadCheckpoint(tx: ReadTx, scope: Scope, id: string, shardId: string): Checkpoint | undefined {
  return tx.get<Checkpoint>(key(scope, "checkpoint", id, shardId));
}

export function saveCheckpoint(tx: WriteTx, scope: Scope, id: string, shardId: string, record: Checkpoint): void {
  tx.put(key(scope, "checkpoint", id, shardId), record);
}
