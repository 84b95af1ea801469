// The way back of a failed update: what was changed gets its old properties, what was replaced its old self, and what
// was made new waits for the cleanup.

import type { WriteTx } from "../../../store/store.ts";
import type { ResourceRecord } from "../records.ts";
import {
  deleteResource,
  deleteRetired,
  listRetired,
  loadResources,
  pruneDeployments,
  pruneImports,
  saveOperation,
  saveResource,
  saveRetired,
} from "../repo.ts";
import type { Graph } from "../template/graph.ts";
import { changeStackStatus } from "./events.ts";
import { releaseImported } from "./import-step.ts";
import { forgetReviewed } from "./nested-records.ts";
import { runGraph } from "./run-graph.ts";
import { currentRecord, isSameResource, restoreResource } from "./steps.ts";
import { journal, requireOperation, requireStack } from "./work.ts";
import type { Work } from "./work.ts";

/** Runs the phase and leaves the operation in "restore-cleanup", or, if it failed, "done". */
export async function runRestore(work: Work): Promise<void> {
  const { yard, scope, stackId, operation } = work;
  journal(work, (tx) => {
    for (const record of loadResources(tx, scope, stackId).values()) adoptStable(tx, work, record);
  });
  const changed = [...yard.store.read((tx) => loadResources(tx, scope, stackId)).values()].filter(
    (record) => record.before !== undefined,
  );
  const names = new Set(changed.map((record) => record.logicalId));
  const graph: Graph = new Map(
    changed.map((record) => [
      record.logicalId,
      new Set(record.before?.dependsOn.filter((name) => names.has(name) && name !== record.logicalId) ?? []),
    ]),
  );
  const failed: string[] = [];
  for (const record of takenOver(work)) {
    if (!(await releaseImported(work, record))) failed.push(record.logicalId);
  }
  await runGraph(
    graph,
    async (logicalId) => {
      const record = currentRecord(work, logicalId);
      if (record === undefined) return true;
      const isSkipped = operation.skipped.includes(logicalId);
      if (isSkipped) {
        journal(work, (tx) =>
          saveResource(tx, scope, stackId, {
            ...record,
            current: record.before ?? record.current,
            status: "UPDATE_COMPLETE",
            isSkipped: true,
          }),
        );
        return true;
      }
      retireNew(work, record);
      const hasSucceeded = await restoreResource(work, record);
      if (!hasSucceeded) failed.push(logicalId);
      return hasSucceeded;
    },
    () => true,
  );

  journal(work, (tx) => {
    const stack = requireStack(tx, work);
    const token = operation.clientRequestToken;
    const isImport = operation.kind === "import";
    if (failed.length > 0) {
      saveOperation(tx, scope, stackId, { ...requireOperation(tx, work), phase: "done" });
      changeStackStatus(tx, yard, scope, stack, {
        status: isImport ? "IMPORT_ROLLBACK_FAILED" : "UPDATE_ROLLBACK_FAILED",
        reason: `The following resource(s) failed to update: [${failed.sort().join(", ")}]. `,
        token,
      });
      return;
    }
    for (const record of loadResources(tx, scope, stackId).values()) settleRestored(tx, work, record);
    for (const reviewedId of Object.values(operation.reviewed ?? {})) forgetReviewed(tx, scope, reviewedId);
    const records = [...loadResources(tx, scope, stackId).values()];
    pruneImports(tx, scope, stackId, new Set(records.flatMap((record) => record.current.imports)));
    pruneDeployments(tx, scope, stackId, stack.deploymentId);
    // An import made nothing that would have to be deleted.
    saveOperation(tx, scope, stackId, {
      ...requireOperation(tx, work),
      phase: isImport ? "done" : "restore-cleanup",
    });
    const status = isImport ? "IMPORT_ROLLBACK_COMPLETE" : "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS";
    changeStackStatus(tx, yard, scope, stack, { status, token });
  });
}

/**
 * Where earlier updates failed and were left as they were, the way back leads to the stable state before them: what stood then takes the place
 * of what this operation found. AWS: RollbackStack: "the last known stable state".
 */
function adoptStable(tx: WriteTx, work: Work, record: ResourceRecord): void {
  const { scope, stackId, operation } = work;
  const { stable, before, ...others } = record;
  if (stable === undefined) return;
  const { logicalId, current } = record;
  if (stable === "none") {
    if (before !== undefined && before.physicalId !== undefined && !isSameResource(before, current)) {
      saveRetired(tx, scope, stackId, { v: 1, logicalId, incarnation: before, policy: "Delete" });
    }
    saveResource(tx, scope, stackId, { ...others, operationId: operation.id });
    return;
  }
  for (const retired of listRetired(tx, scope, stackId)) {
    const isStable = retired.logicalId === logicalId && retired.incarnation.token === stable.token;
    if (isStable && isSameResource(retired.incarnation, stable)) deleteRetired(tx, scope, stackId, retired);
  }
  if (before !== undefined && !isSameResource(before, stable) && !isSameResource(before, current)) {
    saveRetired(tx, scope, stackId, { v: 1, logicalId, incarnation: before, policy: "Delete" });
  }
  saveResource(tx, scope, stackId, { ...others, before: stable });
}

/** What the failed operation imported: records without "before" that it touched are those that it began. */
function takenOver({ yard, scope, stackId, operation }: Work): ResourceRecord[] {
  const { imports } = operation;
  if (imports === undefined) return [];
  return [...yard.store.read((tx) => loadResources(tx, scope, stackId)).values()].filter(
    (record) =>
      record.before === undefined && record.operationId === operation.id && imports[record.logicalId] !== undefined,
  );
}

/** A replacement's new physical resource goes in the cleanup. */
function retireNew(work: Work, record: ResourceRecord): void {
  const { before, current, logicalId } = record;
  if (before === undefined || current.physicalId === undefined || isSameResource(before, current)) return;
  journal(work, (tx) =>
    saveRetired(tx, work.scope, work.stackId, { v: 1, logicalId, incarnation: current, policy: "Delete" }),
  );
}

/** Ends the operation's part in a record: restored ones stay, new ones are put aside for the cleanup. */
function settleRestored(tx: WriteTx, work: Work, record: ResourceRecord): void {
  const { scope, stackId, operation } = work;
  const { before, ...settled } = record;
  if (before !== undefined) {
    saveResource(tx, scope, stackId, settled);
    return;
  }
  // A record without "before" that this operation touched is one that it made.
  if (record.operationId !== operation.id) return;
  const { deletionPolicy } = record.current;
  const isRetained = deletionPolicy === "Retain" && !operation.retainsExceptOnCreate;
  saveRetired(tx, scope, stackId, {
    v: 1,
    logicalId: record.logicalId,
    incarnation: record.current,
    policy: isRetained ? "Retain" : "Delete",
  });
  deleteResource(tx, scope, stackId, record.logicalId);
}
