// The shards that an account has open in a region, against its quota.

import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { shardLimit } from "./constraints.ts";
import { shardLimitExceeded } from "./errors.ts";
import { listShards, listStreams } from "./repo.ts";

/** Open shards of all streams. */
export function countOpenShards(tx: ReadTx, scope: Scope): number {
  let open = 0;
  for (const { contentId } of listStreams(tx, scope))
    open += listShards(tx, scope, contentId).filter(({ closed }) => closed === undefined).length;
  return open;
}

/** Throws LimitExceededException where so many more would be too many. */
export function requireShardQuota(tx: ReadTx, scope: Scope, more: number): void {
  const limit = shardLimit(scope.region);
  const open = countOpenShards(tx, scope);
  if (open + more > limit) throw shardLimitExceeded(scope, { open, limit, more });
}
