// Invalidations: which paths they may have, and how many. AWS: "Invalidate files to remove content".

import type { Invalidation, InvalidationBatch } from "@aws-sdk/client-cloudfront";
import type { Context } from "../../service/context.ts";
import type { WriteTx } from "../../store/store.ts";
import { checkQuantities, itemsOf } from "./config/quantities.ts";
import { INVALIDATE } from "./deploy.ts";
import { fault, invalidArgument } from "./errors.ts";
import { newId } from "./ids.ts";
import type { InvalidationRecord } from "./records.ts";
import { listInvalidations, removeInvalidation, saveInvalidation } from "./repo.ts";

// LIMIT: AWS: "Quotas on invalidations": active paths of a distribution, with and without wildcards.
const MOST_PATHS = 3000;
const MOST_WILDCARDS = 15;
// LIMIT: ours: so many that are complete are remembered.
const MOST_REMEMBERED = 100;

/** Writes an invalidation; a repetition with the same CallerReference and paths gives the one that is there. */
export function createInvalidation(
  tx: WriteTx,
  { account, region, random, clock, jobs }: Context,
  distributionId: string,
  batch: InvalidationBatch,
): InvalidationRecord {
  checkQuantities(batch);
  const paths = itemsOf(batch.Paths);
  if (paths.length === 0) throw invalidArgument("Your request doesn't contain any paths.");
  for (const path of paths)
    // AWS: "Your request contains one or more invalid invalidation paths."
    if (!path.startsWith("/") || path.slice(0, -1).includes("*") || path.length > 4000 || /[\s\p{Cc}]/u.test(path))
      throw invalidArgument("Your request contains one or more invalid invalidation paths.");
  const all = listInvalidations(tx, account, distributionId);
  const same = all.find((each) => each.batch.CallerReference === batch.CallerReference);
  if (same !== undefined) {
    if (JSON.stringify(itemsOf(same.batch.Paths)) === JSON.stringify(paths)) return same;
    throw fault("InvalidArgument", "The caller reference has been used for another invalidation batch.");
  }
  if (paths.length > MOST_PATHS) throw fault("BatchTooLarge");
  const active = [
    ...all.filter(({ status }) => status === "InProgress").flatMap((each) => itemsOf(each.batch.Paths)),
    ...paths,
  ];
  if (active.length > MOST_PATHS || active.filter((path) => path.endsWith("*")).length > MOST_WILDCARDS)
    throw fault("TooManyInvalidationsInProgress");
  const record: InvalidationRecord = {
    v: 1,
    id: newId(random, "I"),
    batch,
    status: "InProgress",
    createdAtMs: clock.nowMs(),
  };
  saveInvalidation(tx, account, distributionId, record);
  forgetOldest(tx, account, distributionId, all);
  jobs.enqueue(tx, { account, region, kind: INVALIDATE, payload: { distributionId, id: record.id } });
  return record;
}

function forgetOldest(
  tx: WriteTx,
  account: Context["account"],
  distributionId: string,
  all: readonly InvalidationRecord[],
): void {
  const complete = all
    .filter(({ status }) => status === "Completed")
    .toSorted((one, other) => one.createdAtMs - other.createdAtMs);
  for (const { id } of complete.slice(0, Math.max(0, complete.length - MOST_REMEMBERED + 1)))
    removeInvalidation(tx, account, distributionId, id);
}

/** An invalidation as answers show it. */
export function invalidationShape({ id, status, createdAtMs, batch }: InvalidationRecord): Invalidation {
  return { Id: id, Status: status, CreateTime: new Date(createdAtMs), InvalidationBatch: batch };
}
