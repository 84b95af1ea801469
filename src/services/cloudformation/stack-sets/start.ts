// Operations on stack sets: begun at once, or put behind those that run, and what follows when one ends.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import { invariant } from "../../../kernel/errors.ts";
import { invalidOperation, operationIdExists, operationInProgress } from "./errors.ts";
import { stackSetArn } from "./names.ts";
import type { OperationResultRecord, StackInstanceRecord, StackSetOperationRecord, StackSetRecord } from "./records.ts";
import {
  findInstance,
  findOperation,
  findStackSet,
  listOperations,
  listResults,
  saveInstance,
  saveOperation,
  saveResult,
} from "./repo.ts";
import { overridesAfter } from "./template.ts";

/** The kind of job that runs an operation. */
export const OPERATE_STACK_SET = "cloudformation/operate-stack-set";

/** Why nothing was done where an operation was stopped before. The wording is inferred. */
export const STOPPED = "Cancelled since operation has been stopped";

/** The wording is inferred. */
const DEPENDENCY_FAILED = "Cancelled since a stack set that this one depends on could not be deployed";

/** One account and region that an operation is for. */
export interface Target {
  readonly account: string;
  readonly region: string;
  readonly unitId?: string;
  readonly importedStackId?: string;
}

const UNFINISHED = new Set(["RUNNING", "STOPPING", "QUEUED"]);

export function isUnfinished({ status }: StackSetOperationRecord): boolean {
  return UNFINISHED.has(status);
}

/** Throws where the stack set cannot take an operation with this id now. */
export function requireIdle(tx: ReadTx, administrator: Scope, stackSet: StackSetRecord, operationId?: string): void {
  if (operationId !== undefined && findOperation(tx, administrator, stackSet.id, operationId) !== undefined)
    throw operationIdExists(operationId);
  if (stackSet.hasManagedExecution) return;
  if (listOperations(tx, administrator, stackSet.id).some((each) => isUnfinished(each)))
    throw operationInProgress(stackSetArn(administrator, stackSet.id));
}

/**
 * Writes an operation and begins it, unless it has to wait. AWS: "ManagedExecution": operations that do not touch the same instances run at the same time,
 * others wait in the order of their requests; automatic deployments always wait for each other.
 */
export function startOperation(
  tx: WriteTx,
  yard: YardContext,
  administrator: Scope,
  stackSet: StackSetRecord,
  operation: Omit<StackSetOperationRecord, "v" | "status" | "createdAtMs">,
  targets: readonly Target[],
): void {
  invariant(
    findOperation(tx, administrator, stackSet.id, operation.id) === undefined,
    "An operation's id was not asked for before it began.",
  );
  const queued: StackSetOperationRecord = {
    v: 1,
    ...operation,
    status: "QUEUED",
    createdAtMs: yard.clock.nowMs(),
  };
  saveOperation(tx, administrator, stackSet.id, queued);
  for (const [number, target] of targets.entries())
    saveResult(tx, administrator, stackSet.id, operation.id, number, { v: 1, ...target, status: "PENDING" });
  beginQueued(tx, yard, administrator, stackSet.id);
}

/** The roles that an operation acts by are those of its beginning. */
export function rolesKept({
  administrationRoleArn,
  executionRoleName,
}: Pick<StackSetRecord, "administrationRoleArn" | "executionRoleName">): Pick<
  StackSetOperationRecord,
  "administrationRoleArn" | "executionRoleName"
> {
  return {
    ...(administrationRoleArn === undefined ? {} : { administrationRoleArn }),
    ...(executionRoleName === undefined ? {} : { executionRoleName }),
  };
}

/** Ends an operation early. One that waits is over at once; AWS: "StopStackSetOperation" is for running ones, the wording is inferred. */
export function stopOperation(
  tx: WriteTx,
  yard: YardContext,
  administrator: Scope,
  stackSetId: string,
  operation: StackSetOperationRecord,
): void {
  const { id, status } = operation;
  if (status === "STOPPING") return;
  if (status !== "RUNNING" && status !== "QUEUED")
    throw invalidOperation(`Operation ${id} is in ${status} state and cannot be stopped`);
  if (status === "RUNNING") {
    saveOperation(tx, administrator, stackSetId, { ...operation, status: "STOPPING" });
    return;
  }
  cancelQueued(tx, yard, administrator, stackSetId, operation, "STOPPED", STOPPED);
  beginQueued(tx, yard, administrator, stackSetId);
}

/** Ends an operation that has not begun. */
function cancelQueued(
  tx: WriteTx,
  yard: YardContext,
  administrator: Scope,
  stackSetId: string,
  operation: StackSetOperationRecord,
  status: "FAILED" | "STOPPED",
  statusReason: string,
): void {
  const endedAtMs = yard.clock.nowMs();
  saveOperation(tx, administrator, stackSetId, { ...operation, status, statusReason, endedAtMs });
  for (const { number, result } of listResults(tx, administrator, stackSetId, operation.id))
    saveResult(tx, administrator, stackSetId, operation.id, number, { ...result, status: "CANCELLED", statusReason });
}

/** Whether what an automatic deployment waits for in other stack sets has come. AWS: "AutoDeployment", DependsOn. */
function groundOf(
  tx: ReadTx,
  administrator: Scope,
  { waitsFor = [] }: StackSetOperationRecord,
): "come" | "failed" | "open" {
  const others = waitsFor.map(({ stackSetId, operationId }) =>
    findOperation(tx, administrator, stackSetId, operationId),
  );
  if (others.some((other) => other?.status === "FAILED" || other?.status === "STOPPED")) return "failed";
  return others.some((other) => other !== undefined && isUnfinished(other)) ? "open" : "come";
}

/** Begins what no longer has to wait. */
export function beginQueued(tx: WriteTx, yard: YardContext, administrator: Scope, stackSetId: string): void {
  const stackSet = findStackSet(tx, administrator, stackSetId);
  if (stackSet === undefined) return;
  const earlier: StackSetOperationRecord[] = [];
  for (const operation of listOperations(tx, administrator, stackSetId).filter((each) => isUnfinished(each))) {
    const ground = groundOf(tx, administrator, operation);
    if (operation.status === "QUEUED" && ground === "failed") {
      cancelQueued(tx, yard, administrator, stackSetId, operation, "FAILED", DEPENDENCY_FAILED);
      continue;
    }
    const waits =
      operation.status !== "QUEUED" ||
      ground === "open" ||
      earlier.some(
        (other) => !stackSet.hasManagedExecution || conflicts(tx, administrator, stackSetId, other, operation),
      );
    earlier.push(operation);
    if (waits) continue;
    saveOperation(tx, administrator, stackSetId, { ...operation, status: "RUNNING" });
    for (const { result } of listResults(tx, administrator, stackSetId, operation.id))
      markPending(tx, administrator, stackSetId, operation, result);
    const { account, region } = administrator;
    yard.jobs.enqueue(tx, {
      account,
      region,
      kind: OPERATE_STACK_SET,
      payload: { stackSetId, operationId: operation.id },
    });
  }
}

function conflicts(
  tx: ReadTx,
  administrator: Scope,
  stackSetId: string,
  one: StackSetOperationRecord,
  other: StackSetOperationRecord,
): boolean {
  const places = (operation: StackSetOperationRecord): string[] =>
    listResults(tx, administrator, stackSetId, operation.id).map(({ result }) => `${result.account}/${result.region}`);
  const taken = new Set(places(one));
  return places(other).some((place) => taken.has(place));
}

/** Instances that an operation is for say so from its beginning on; a creation's are there from then on. */
function markPending(
  tx: WriteTx,
  administrator: Scope,
  stackSetId: string,
  operation: StackSetOperationRecord,
  { account, region, unitId }: OperationResultRecord,
): void {
  const known = findInstance(tx, administrator, stackSetId, { account, region });
  if (known === undefined && operation.action !== "CREATE") return;
  if (operation.action === "DETECT_DRIFT") return;
  const base: StackInstanceRecord = known ?? {
    v: 1,
    account,
    region,
    overrides: {},
    status: "OUTDATED",
    detailedStatus: "PENDING",
    driftStatus: "NOT_CHECKED",
    lastOperationId: operation.id,
    ...(unitId === undefined ? {} : { unitId }),
  };
  const { statusReason: _earlier, ...kept } = base;
  saveInstance(tx, administrator, stackSetId, {
    ...kept,
    detailedStatus: "PENDING",
    lastOperationId: operation.id,
    ...(operation.overrides === undefined
      ? {}
      : { overrides: overridesAfter(base.overrides, operation.overrides), status: "OUTDATED" as const }),
  });
}
