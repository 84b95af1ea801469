// The last phase of an update, or of its way back: physical resources that belong to nothing any more are deleted.

import { listRetired, saveOperation } from "../repo.ts";
import type { RetiredRecord } from "../records.ts";
import { reverseGraph } from "../template/graph.ts";
import { changeStackStatus } from "./events.ts";
import { runGraph } from "./run-graph.ts";
import { deleteRetiredResource } from "./steps.ts";
import { journal, requireOperation, requireStack } from "./work.ts";
import type { Work } from "./work.ts";

/** Deletes all retired resources, dependants first, and ends the operation. What cannot be deleted is left. */
export async function runCleanup(work: Work, status: "UPDATE_COMPLETE" | "UPDATE_ROLLBACK_COMPLETE"): Promise<void> {
  const { yard, scope, stackId, operation } = work;
  const retired = yard.store.read((tx) => listRetired(tx, scope, stackId));
  const byToken = new Map(retired.map((record) => [record.incarnation.token, record]));
  let hasLeftovers = false;
  await runGraph(
    reverseGraph(dependencies(retired)),
    async (token) => {
      const record = byToken.get(token);
      if (record !== undefined && !(await deleteRetiredResource(work, record))) hasLeftovers = true;
      // The others are deleted all the same.
      return true;
    },
    () => true,
  );
  journal(work, (tx) => {
    saveOperation(tx, scope, stackId, { ...requireOperation(tx, work), phase: "done" });
    changeStackStatus(tx, yard, scope, requireStack(tx, work), {
      status,
      updatedAtMs: yard.clock.nowMs(),
      // AWS: this reason, while the status is still that of a success.
      reason:
        hasLeftovers && status === "UPDATE_COMPLETE"
          ? "Update successful. One or more resources could not be deleted."
          : undefined,
      token: operation.clientRequestToken,
    });
  });
}

function dependencies(retired: readonly RetiredRecord[]): Map<string, Set<string>> {
  return new Map(
    retired.map(({ incarnation, logicalId }) => [
      incarnation.token,
      new Set(
        retired
          .filter((other) => other.logicalId !== logicalId && incarnation.dependsOn.includes(other.logicalId))
          .map((other) => other.incarnation.token),
      ),
    ]),
  );
}
