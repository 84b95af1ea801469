// Which resources a rollback that goes on leaves out, in its own stack and in the nested stacks below it.

import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { validationError } from "../errors.ts";
import type { OperationRecord, ResourceRecord, StackRecord } from "../records.ts";
import { findStack, listAncestors, loadResource, loadResources } from "../repo.ts";

type Skips = Pick<OperationRecord, "skipped" | "skippedBelow">;

/**
 * What the caller names. AWS: API Reference, "ContinueUpdateRollback", ResourcesToSkip: logical ids, and "NestedStackName.ResourceLogicalID"
 * for resources of nested stacks, all of them UPDATE_FAILED; a nested stack itself only where it is being deleted or was. Throws for others.
 */
export function namedSkips(tx: ReadTx, scope: Scope, stack: StackRecord, named: readonly string[]): Skips {
  const skipped: string[] = [];
  const skippedBelow: Record<string, string[]> = {};
  const wrong: string[] = [];
  for (const name of named) {
    const dot = name.lastIndexOf(".");
    const owner = dot === -1 ? stack : findStack(tx, scope, name.slice(0, dot));
    const logicalId = name.slice(dot + 1);
    // From the owner up to the stack that is asked for.
    const line = owner === undefined ? [] : [owner.stackId, ...listAncestors(tx, scope, owner.stackId)];
    const depth = line.indexOf(stack.stackId);
    const record = owner === undefined || depth === -1 ? undefined : loadResource(tx, scope, owner.stackId, logicalId);
    const child = line[depth - 1];
    if (record?.status !== "UPDATE_FAILED") wrong.push(name);
    else requireNoStanding(tx, scope, name, record);
    if (child === undefined) skipped.push(logicalId);
    else (skippedBelow[child] ??= []).push(depth === 1 ? logicalId : name);
  }
  if (wrong.length > 0) {
    throw validationError(`[${wrong.join(", ")}] resource(s) must be in UPDATE_FAILED state to be skipped.`);
  }
  return Object.keys(skippedBelow).length === 0 ? { skipped } : { skipped, skippedBelow };
}

/** All that failed. AWS: API Reference, "ContinueUpdateRollback", ForceRollback: "including resources in nested stacks", which go on as well. */
export function failedSkips(tx: ReadTx, scope: Scope, { stackId }: StackRecord): Skips {
  const failed = [...loadResources(tx, scope, stackId).values()].filter(({ status }) => status === "UPDATE_FAILED");
  const isStuck = (record: ResourceRecord): boolean => nestedOf(tx, scope, record)?.status === "UPDATE_ROLLBACK_FAILED";
  return { skipped: failed.filter((record) => !isStuck(record)).map(({ logicalId }) => logicalId) };
}

/** Throws for a nested stack that is not about to go; the wording is inferred. */
function requireNoStanding(tx: ReadTx, scope: Scope, name: string, record: ResourceRecord): void {
  const nested = nestedOf(tx, scope, record);
  if (nested === undefined || nested.status.startsWith("DELETE_")) return;
  throw validationError(
    `[${name}] is a nested stack in ${nested.status} state: skip resources of it, as NestedStackName.ResourceLogicalID.`,
  );
}

function nestedOf(tx: ReadTx, scope: Scope, { current }: ResourceRecord): StackRecord | undefined {
  const { typeName, physicalId } = current;
  return typeName === "AWS::CloudFormation::Stack" && physicalId !== undefined
    ? findStack(tx, scope, physicalId)
    : undefined;
}
