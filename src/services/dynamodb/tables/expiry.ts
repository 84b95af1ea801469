// Time to live: items carry the second of their end in an attribute. The yard knows which item ends first and has one
// job for it; after it ran, it looks for the next.
// DEVIATION: AWS removes expired items "within a few days"; here they go when the clock says so.
// AWS: Developer Guide, "Using time to live (TTL) in DynamoDB".

import type { Scope } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { WriteEnvironment } from "../items/environment.ts";
import { loadExpiry, saveExpiry } from "../repo.ts";

/** The kind of the job that removes what has expired. */
export const EXPIRE_ITEMS = "dynamodb/expire-items";

export interface ExpireItems {
  readonly tableName: string;
  readonly tableId: string;
}

/** Sees to it that the job runs when an item that ends in `atSeconds` ends. */
export function scheduleExpiry(
  tx: WriteTx,
  { jobs }: Pick<WriteEnvironment, "jobs">,
  reference: Scope & { readonly tableName: string },
  tableId: string,
  atSeconds: number,
): void {
  const dueAtMs = atSeconds * 1000;
  const scheduled = loadExpiry(tx, reference, tableId);
  if (scheduled !== undefined && scheduled.dueAtMs <= dueAtMs) return;
  if (scheduled !== undefined) jobs.cancel(tx, scheduled.jobId);
  const payload: ExpireItems = { tableName: reference.tableName, tableId };
  const { account, region } = reference;
  const jobId = jobs.enqueue(tx, { kind: EXPIRE_ITEMS, account, region, payload, dueAtMs });
  saveExpiry(tx, reference, tableId, { v: 1, dueAtMs, jobId });
}
