// Keys and records of stack sets: the only file that knows where they are stored. They belong to the administrator's account.

import type { Scope } from "../../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../../store/store.ts";
import type { StackInstanceResourceDriftsSummary } from "@aws-sdk/client-cloudformation";
import type { OperationResultRecord, StackInstanceRecord, StackSetOperationRecord, StackSetRecord } from "./records.ts";

function key(scope: Scope, kind: string, ...rest: readonly (string | number)[]): Key {
  return ["cloudformation", scope.account, scope.region, kind, ...rest];
}

function valuesOf<T>(tx: ReadTx, prefix: Key): T[] {
  return Array.from(tx.range<T>({ prefix }), (entry) => entry.value);
}

/** Finds a stack set by its name (the one that is not deleted) or by its id, "NAME:UUID". */
export function findStackSet(tx: ReadTx, scope: Scope, nameOrId: string): StackSetRecord | undefined {
  const id = nameOrId.includes(":") ? nameOrId : tx.get<string>(key(scope, "stack-set-name", nameOrId));
  return id === undefined ? undefined : tx.get<StackSetRecord>(key(scope, "stack-set", id));
}

/** All of them, deleted ones included, in the order of their names. */
export function listStackSets(tx: ReadTx, scope: Scope): StackSetRecord[] {
  return valuesOf<StackSetRecord>(tx, key(scope, "stack-set"));
}

/** Writes a stack set; its name leads to it until it is deleted. */
export function saveStackSet(tx: WriteTx, scope: Scope, stackSet: StackSetRecord): void {
  tx.put(key(scope, "stack-set", stackSet.id), stackSet);
  // In no region: the organization's changes are for the stack sets of all.
  const automatic = ["cloudformation", scope.account, "", "stack-set-automatic", scope.region, stackSet.id];
  if (stackSet.status === "ACTIVE" && stackSet.autoDeployment?.isEnabled === true) tx.put(automatic, true);
  else tx.delete(automatic);
  const name = key(scope, "stack-set-name", stackSet.name);
  if (stackSet.status === "ACTIVE") tx.put(name, stackSet.id);
  else if (tx.get<string>(name) === stackSet.id) tx.delete(name);
}

export function findInstance(
  tx: ReadTx,
  scope: Scope,
  stackSetId: string,
  { account, region }: { readonly account: string; readonly region: string },
): StackInstanceRecord | undefined {
  return tx.get<StackInstanceRecord>(key(scope, "stack-set-instance", stackSetId, account, region));
}

/** In the order of accounts, then regions. */
export function listInstances(tx: ReadTx, scope: Scope, stackSetId: string): StackInstanceRecord[] {
  return valuesOf<StackInstanceRecord>(tx, key(scope, "stack-set-instance", stackSetId));
}

export function saveInstance(tx: WriteTx, scope: Scope, stackSetId: string, instance: StackInstanceRecord): void {
  tx.put(key(scope, "stack-set-instance", stackSetId, instance.account, instance.region), instance);
  if (instance.stackId !== undefined) tx.put(key(scope, "stack-set-of-stack", instance.stackId), stackSetId);
}

export function deleteInstance(tx: WriteTx, scope: Scope, stackSetId: string, instance: StackInstanceRecord): void {
  tx.delete(key(scope, "stack-set-instance", stackSetId, instance.account, instance.region));
  if (instance.stackId !== undefined) tx.delete(key(scope, "stack-set-of-stack", instance.stackId));
}

/** The stack set of this administrator that has a stack as its instance's. */
export function stackSetOfStack(tx: ReadTx, scope: Scope, stackId: string): string | undefined {
  return tx.get<string>(key(scope, "stack-set-of-stack", stackId));
}

export function findOperation(
  tx: ReadTx,
  scope: Scope,
  stackSetId: string,
  id: string,
): StackSetOperationRecord | undefined {
  const number = tx.get<number>(key(scope, "stack-set-operation-number", stackSetId, id));
  return number === undefined
    ? undefined
    : tx.get<StackSetOperationRecord>(key(scope, "stack-set-operation", stackSetId, number));
}

/** From the oldest on. */
export function listOperations(tx: ReadTx, scope: Scope, stackSetId: string): StackSetOperationRecord[] {
  return valuesOf<StackSetOperationRecord>(tx, key(scope, "stack-set-operation", stackSetId));
}

/** Writes an operation, a new one behind all others. */
export function saveOperation(tx: WriteTx, scope: Scope, stackSetId: string, operation: StackSetOperationRecord): void {
  const place = key(scope, "stack-set-operation-number", stackSetId, operation.id);
  const known = tx.get<number>(place);
  const number = known ?? listOperations(tx, scope, stackSetId).length;
  if (known === undefined) tx.put(place, number);
  tx.put(key(scope, "stack-set-operation", stackSetId, number), operation);
}

/** In the order in which the operation takes them, each with its number. */
export function listResults(
  tx: ReadTx,
  scope: Scope,
  stackSetId: string,
  operationId: string,
): { readonly number: number; readonly result: OperationResultRecord }[] {
  const prefix = key(scope, "stack-set-result", stackSetId, operationId);
  return Array.from(tx.range<OperationResultRecord>({ prefix }), (entry) => ({
    number: Number(entry.key.at(-1)),
    result: entry.value,
  }));
}

export function saveResult(
  tx: WriteTx,
  scope: Scope,
  stackSetId: string,
  operationId: string,
  number: number,
  result: OperationResultRecord,
): void {
  tx.put(key(scope, "stack-set-result", stackSetId, operationId, number), result);
}

/** What a drift operation found in one account and region. */
export function loadFoundDrifts(
  tx: ReadTx,
  scope: Scope,
  stackSetId: string,
  place: { readonly account: string; readonly region: string; readonly operationId: string },
): readonly StackInstanceResourceDriftsSummary[] {
  const where = key(scope, "stack-set-drift", stackSetId, place.operationId, place.account, place.region);
  return tx.get<readonly StackInstanceResourceDriftsSummary[]>(where) ?? [];
}

export function saveFoundDrifts(
  tx: WriteTx,
  scope: Scope,
  stackSetId: string,
  place: { readonly account: string; readonly region: string; readonly operationId: string },
  found: readonly StackInstanceResourceDriftsSummary[],
): void {
  tx.put(key(scope, "stack-set-drift", stackSetId, place.operationId, place.account, place.region), found);
}

/** The regions and ids of an administrator's stack sets that deploy automatically. */
export function listAutomatic(tx: ReadTx, account: string): { readonly region: string; readonly id: string }[] {
  const prefix = ["cloudformation", account, "", "stack-set-automatic"];
  return Array.from(tx.range<boolean>({ prefix }), ({ key: place }) => ({
    region: String(place.at(-2)),
    id: String(place.at(-1)),
  }));
}
