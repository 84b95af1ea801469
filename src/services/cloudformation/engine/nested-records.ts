// Nested change sets in the store: they come, are executed and go with their root's.

import type { Context, Scope } from "../../../service/context.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import type { ChangeSetRecord, StackRecord } from "../records.ts";
import { deleteChangeSet, eraseStack, findChangeSet, findStack, saveChangeSet } from "../repo.ts";
import { changeStackStatus } from "./events.ts";

/** A nested stack's change set, and the stack if it is not there yet. */
export interface NestedChangeSet {
  readonly newStack: StackRecord | undefined;
  readonly changeSet: ChangeSetRecord;
}

/** Keeps nested change sets, with the stacks that they are about to make. */
export function saveNested(tx: WriteTx, context: Context, changeSets: readonly NestedChangeSet[]): void {
  for (const { newStack: stack, changeSet } of changeSets) {
    if (stack !== undefined) {
      changeStackStatus(tx, context, context, stack, { status: "REVIEW_IN_PROGRESS", reason: "User Initiated" });
    }
    saveChangeSet(tx, context, changeSet);
  }
}

/** Forgets a change set with all below it, and the stacks that only they were about to make. */
export function dropChangeSet(tx: WriteTx, scope: Scope, changeSet: ChangeSetRecord): void {
  for (const nested of nestedOf(tx, scope, changeSet)) {
    dropChangeSet(tx, scope, nested);
    forgetReviewed(tx, scope, nested.stackId);
  }
  deleteChangeSet(tx, scope, changeSet);
}

/** The change sets below one that is executed: they are executed with it. Returns the stacks that are to be made, by logical id. */
export function executeNested(tx: WriteTx, scope: Scope, changeSet: ChangeSetRecord): Record<string, string> {
  const reviewed: Record<string, string> = {};
  for (const nested of nestedOf(tx, scope, changeSet)) {
    saveChangeSet(tx, scope, { ...nested, executionStatus: "EXECUTE_COMPLETE" });
    const change = changeSet.changes.find(({ changeSetId }) => changeSetId === nested.changeSetId);
    if (nested.type === "CREATE" && change !== undefined) reviewed[change.logicalId] = nested.stackId;
  }
  return reviewed;
}

/** Forgets a stack under review that nothing was made of. */
export function forgetReviewed(tx: WriteTx, scope: Scope, stackId: string): void {
  const stack = findStack(tx, scope, stackId);
  if (stack?.status === "REVIEW_IN_PROGRESS") eraseStack(tx, scope, stack);
}

function nestedOf(tx: ReadTx, scope: Scope, { changes }: ChangeSetRecord): ChangeSetRecord[] {
  return changes.flatMap(({ changeSetId }) => {
    const nested = changeSetId === undefined ? undefined : findChangeSet(tx, scope, changeSetId, undefined);
    return nested === undefined ? [] : [nested];
  });
}
