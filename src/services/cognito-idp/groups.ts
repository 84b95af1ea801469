// Finding groups.

import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { groupNotFound } from "./errors.ts";
import { requirePool } from "./pools.ts";
import type { GroupRecord } from "./records.ts";
import { loadGroup } from "./repo.ts";

/** A group of a pool; throws ResourceNotFoundException. */
export function requireGroup(tx: ReadTx, scope: Scope, poolId: string, name: string): GroupRecord {
  requirePool(tx, scope, poolId);
  const group = loadGroup(tx, scope, poolId, name);
  if (group === undefined) throw groupNotFound();
  return group;
}
