// Stack refactors in the API's shapes.

import type { StackRefactorAction, StackRefactorSummary } from "@aws-sdk/client-cloudformation";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { stackRefactorNotFound } from "../errors.ts";
import type { ResourceMove, StackRefactorRecord } from "../records.ts";
import { findRefactor, findStack } from "../repo.ts";

/** The refactor, with its execution status as it is now. */
export function requireRefactor(tx: ReadTx, scope: Scope, id: string): StackRefactorRecord {
  const refactor = findRefactor(tx, scope, id);
  if (refactor === undefined) throw stackRefactorNotFound(id);
  return withObsolescence(tx, scope, refactor);
}

/** AWS: a refactor is obsolete as soon as one of its stacks was changed otherwise; the reason as observed. */
export function withObsolescence(tx: ReadTx, scope: Scope, refactor: StackRefactorRecord): StackRefactorRecord {
  if (refactor.executionStatus !== "AVAILABLE") return refactor;
  const changed = refactor.stacks.find(({ stackId, basisId }) => {
    const stack = findStack(tx, scope, stackId);
    return stack === undefined || stack.status.startsWith("DELETE") || stack.deploymentId !== basisId;
  });
  if (changed === undefined) return refactor;
  const executionStatusReason = `${changed.stackId}: Stack was updated.`;
  return { ...refactor, executionStatus: "OBSOLETE", executionStatusReason };
}

/** As ListStackRefactors shows it. */
export function summarizeRefactor(refactor: StackRefactorRecord): StackRefactorSummary {
  return {
    StackRefactorId: refactor.id,
    Description: refactor.description,
    ExecutionStatus: refactor.executionStatus,
    ExecutionStatusReason: refactor.executionStatusReason,
    Status: refactor.status,
    StatusReason: refactor.statusReason,
  };
}

// AWS: CloudFormation's own tags go from one stack to the other with the stacks' tags.
const OWN_TAGS = ["aws:cloudformation:stack-name", "aws:cloudformation:logical-id", "aws:cloudformation:stack-id"];

/** What will be done, as ListStackRefactorActions shows it: new stacks first. `tagsOf` gives a stack's tags. */
export function describeActions(
  refactor: StackRefactorRecord,
  tagsOf: (stackId: string) => Readonly<Record<string, string>>,
): StackRefactorAction[] {
  const created = refactor.stacks.filter(({ isNew }) => isNew);
  const names = new Map(refactor.stacks.map(({ stackId, stackName }) => [stackId, stackName]));
  return [
    ...created.map(({ stackId, stackName }) => ({
      Action: "CREATE" as const,
      Entity: "STACK" as const,
      PhysicalResourceId: stackId,
      Description: `Stack ${stackName} will be created.`,
    })),
    ...refactor.moves.map((move) => describeMove(move, names.get(move.destination.stackId) ?? "", tagsOf)),
  ];
}

function describeMove(
  { source, destination, physicalId, isManual }: ResourceMove,
  stackName: string,
  tagsOf: (stackId: string) => Readonly<Record<string, string>>,
): StackRefactorAction {
  const tags = {
    "aws:cloudformation:stack-name": stackName,
    "aws:cloudformation:logical-id": destination.logicalId,
    "aws:cloudformation:stack-id": destination.stackId,
    ...tagsOf(destination.stackId),
  };
  return {
    Action: "MOVE",
    Entity: "RESOURCE",
    PhysicalResourceId: physicalId,
    // AWS: this sentence.
    Description: "No configuration changes detected.",
    Detection: isManual ? "MANUAL" : "AUTO",
    TagResources: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    UntagResources: [...OWN_TAGS, ...Object.keys(tagsOf(source.stackId))],
    ResourceMapping: {
      Source: { StackName: source.stackId, LogicalResourceId: source.logicalId },
      Destination: { StackName: destination.stackId, LogicalResourceId: destination.logicalId },
    },
  };
}
