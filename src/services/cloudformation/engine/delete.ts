// Deletes a stack's resources, dependants first: for DeleteStack, and as the way back of a failed creation.

import type { JobHandler } from "../../../service/jobs.ts";
import {
  deleteExport,
  eraseStack,
  findStack,
  listExports,
  listImporters,
  listRetired,
  loadResources,
  pruneImports,
  saveOperation,
} from "../repo.ts";
import type { ResourceRecord } from "../records.ts";
import { reverseGraph } from "../template/graph.ts";
import { isRecord } from "../template/values.ts";
import { changeStackStatus } from "./events.ts";
import { forgetReviewed } from "./nested-records.ts";
import { runGraph } from "./run-graph.ts";
import { currentRecord, deleteRetiredResource, deleteStackResource } from "./steps.ts";
import { failOperation } from "./turn-round.ts";
import { journal, requireOperation, requireStack } from "./work.ts";
import type { Work } from "./work.ts";

/** The kind of job that forgets a deleted stack. */
const FORGET = "cloudformation/forget";
// AWS: a deleted stack can be described by its ARN for 90 days.
const DELETED_KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/** Forgets stacks that were deleted long ago. */
export const forgetHandler: JobHandler = {
  kind: FORGET,
  run(job, yard) {
    const stackId = isRecord(job.payload) ? String(job.payload["stackId"]) : "";
    yard.store.write((tx) => {
      const stack = findStack(tx, job, stackId);
      if (stack?.status === "DELETE_COMPLETE") eraseStack(tx, job, stack);
    });
    return Promise.resolve("done");
  },
};

/** Runs the phase and ends the operation, in DELETE_COMPLETE or DELETE_FAILED, or in ROLLBACK_COMPLETE or ROLLBACK_FAILED. */
export async function runDelete(work: Work, kind: "DELETE" | "ROLLBACK"): Promise<void> {
  const { yard, scope, stackId, operation } = work;
  const locked = yard.store.read((tx) => {
    for (const { name, stackId: owner } of listExports(tx, scope)) {
      const [importer] = owner === stackId ? listImporters(tx, scope, name) : [];
      if (importer !== undefined) return `Export ${name} cannot be deleted as it is in use by ${importer}`;
    }
    return undefined;
  });
  if (locked !== undefined) {
    failOperation({ ...work, operation }, locked);
    return;
  }

  // What an earlier update could not clean up goes first.
  for (const record of yard.store.read((tx) => listRetired(tx, scope, stackId))) {
    await deleteRetiredResource(work, record);
  }
  const records = yard.store.read((tx) => loadResources(tx, scope, stackId));
  const graph = new Map(
    Array.from(records, ([logicalId, { current }]) => [
      logicalId,
      new Set(current.dependsOn.filter((name) => records.has(name))),
    ]),
  );
  await runGraph(
    reverseGraph(graph),
    async (logicalId) => {
      const record = currentRecord(work, logicalId);
      if (record === undefined || isGone(record)) return true;
      const hasSucceeded = await deleteStackResource(work, record, isRetained(work, record, kind));
      return hasSucceeded || operation.isForced;
    },
    () => true,
  );

  journal(work, (tx) => {
    const stack = requireStack(tx, work);
    const left = [...loadResources(tx, scope, stackId).values()].filter((record) => !isGone(record));
    const failed = left.filter((record) => record.status === "DELETE_FAILED").map((record) => record.logicalId);
    const token = operation.clientRequestToken;
    saveOperation(tx, scope, stackId, { ...requireOperation(tx, work), phase: "done" });
    for (const reviewedId of Object.values(operation.reviewed ?? {})) forgetReviewed(tx, scope, reviewedId);
    if (left.length > 0 && !operation.isForced) {
      const reason = `The following resource(s) failed to delete: [${failed.join(", ")}]. `;
      changeStackStatus(tx, yard, scope, stack, { status: `${kind}_FAILED`, reason, token });
      return;
    }
    for (const { name, stackId: owner } of listExports(tx, scope)) if (owner === stackId) deleteExport(tx, scope, name);
    pruneImports(tx, scope, stackId, new Set());
    const nowMs = yard.clock.nowMs();
    if (kind === "DELETE") {
      const dueAtMs = nowMs + DELETED_KEPT_MS;
      yard.jobs.enqueue(tx, { ...scope, kind: FORGET, payload: { stackId }, dueAtMs });
    }
    changeStackStatus(tx, yard, scope, stack, {
      status: `${kind}_COMPLETE`,
      token,
      ...(kind === "DELETE" ? { deletedAtMs: nowMs } : { outputs: [] }),
    });
  });
}

function isGone(record: ResourceRecord): boolean {
  return record.status === "DELETE_COMPLETE" || record.status === "DELETE_SKIPPED";
}

/**
 * AWS: Retain keeps a resource also when the creation that made it is rolled back; RetainExceptOnCreate, and the
 * request's parameter of that name, do not (User Guide, "DeletionPolicy attribute").
 */
function isRetained(work: Work, record: ResourceRecord, kind: "DELETE" | "ROLLBACK"): boolean {
  const { operation } = work;
  if (operation.skipped.includes(record.logicalId)) return true;
  // What was there before the stack outlives its creation's failure.
  if (operation.imports?.[record.logicalId] !== undefined) return true;
  const { deletionPolicy } = record.current;
  if (operation.kind === "create") return deletionPolicy === "Retain" && !operation.retainsExceptOnCreate;
  return kind === "DELETE" && (deletionPolicy === "Retain" || deletionPolicy === "RetainExceptOnCreate");
}
