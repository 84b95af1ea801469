// DescribeEvents.

import type {
  DescribeEventsCommandInput,
  DescribeEventsCommandOutput,
  OperationEvent,
  ResourceStatus,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import type { Scope } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import type { ReadTx } from "../../../store/store.ts";
import { requireChangeSet } from "../change-sets.ts";
import { validationError } from "../errors.ts";
import { pageOf } from "../paging.ts";
import type { EventRecord, ShownOperationRecord } from "../records.ts";
import { listEvents, listShownOperations, stackIdOfOperation } from "../repo.ts";
import { requireStackNamed } from "../stacks.ts";

// LIMIT: AWS's pages hold up to 100 events.
const PAGE = 100;

/**
 * The events of a stack by its operations, newest first: how each operation stands, and what happened to resources in it. The events of a
 * change set are those of its creation.
 */
export const describeEvents = defineOperation<Input<DescribeEventsCommandInput>, DescribeEventsCommandOutput>(
  "DescribeEvents",
  ({ StackName: stackName, ChangeSetName: changeSetName, OperationId: operationId, Filters, NextToken }, context) =>
    context.store.read((tx) => {
      const asked = { stackName, changeSetName, operationId };
      const { stackId, only } = requireSubject(tx, context, asked);
      const operations = listShownOperations(tx, context, stackId).filter(
        ({ id }) => only === undefined || id === only,
      );
      const byId = new Map(operations.map((operation) => [operation.id, operation]));
      const events = listEvents(tx, context, stackId, { limit: Number.MAX_SAFE_INTEGER }).flatMap(({ event }) => {
        const operation = event.operationId === undefined ? undefined : byId.get(event.operationId);
        return operation === undefined ? [] : [progressEvent(stackId, operation, event)];
      });
      const all = [...events, ...operations.map((operation) => stackEvent(stackId, operation)).toReversed()]
        .filter((event) => Filters?.FailedEvents !== true || isFailure(event))
        // Stable: of one moment, what stood before stays before.
        .sort((left, right) => Number(right.Timestamp) - Number(left.Timestamp));
      const { items, ...next } = pageOf(all, NextToken, PAGE);
      return { OperationEvents: items, ...next };
    }),
);

/** The stack that is asked for, and the one operation if it is about one. */
function requireSubject(
  tx: ReadTx,
  scope: Scope,
  asked: Record<"stackName" | "changeSetName" | "operationId", string | undefined>,
): { readonly stackId: string; readonly only: string | undefined } {
  const { stackName, changeSetName, operationId } = asked;
  if (changeSetName !== undefined) {
    const changeSet = requireChangeSet(tx, scope, changeSetName, stackName);
    return { stackId: changeSet.stackId, only: changeSet.operationId ?? "" };
  }
  if (operationId === undefined) {
    // AWS: that one of them is needed is documented, the wording inferred.
    if (stackName === undefined) throw validationError("Specify StackName, ChangeSetName or OperationId.");
    return { stackId: requireStackNamed(tx, scope, stackName).stackId, only: undefined };
  }
  const owner = stackIdOfOperation(tx, scope, operationId);
  const named = stackName === undefined ? owner : requireStackNamed(tx, scope, stackName).stackId;
  // INVARIANT: permissions are asked on the stack that the request names, so its operation must be of that stack.
  if (owner === undefined || owner !== named) throw validationError(`Operation [${operationId}] does not exist`);
  return { stackId: owner, only: operationId };
}

/** How an operation stands. */
function stackEvent(stackId: string, operation: ShownOperationRecord): OperationEvent {
  const { id, type, status, startedAtMs, endedAtMs } = operation;
  return {
    EventId: id,
    StackId: stackId,
    OperationId: id,
    OperationType: type,
    OperationStatus: status,
    EventType: "STACK_EVENT",
    Timestamp: new Date(endedAtMs ?? startedAtMs),
    StartTime: new Date(startedAtMs),
    EndTime: endedAtMs === undefined ? undefined : new Date(endedAtMs),
  };
}

function progressEvent(stackId: string, { id, type }: ShownOperationRecord, event: EventRecord): OperationEvent {
  const isResource = event.physicalId !== stackId;
  return {
    EventId: event.id,
    StackId: stackId,
    OperationId: id,
    OperationType: type,
    EventType: isResource && event.status.endsWith("_FAILED") ? "PROVISIONING_ERROR" : "PROGRESS_EVENT",
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.typeName,
    Timestamp: new Date(event.atMs),
    // The SDK's type lacks the statuses that only stacks have, which AWS sends in a stack's own event.
    ResourceStatus: event.status as ResourceStatus,
    ResourceStatusReason: event.statusReason,
    ResourceProperties: event.properties,
    ClientRequestToken: event.clientRequestToken,
  };
}

function isFailure({ EventType, OperationStatus, ResourceStatus }: OperationEvent): boolean {
  return EventType === "STACK_EVENT" ? OperationStatus === "FAILED" : ResourceStatus?.endsWith("_FAILED") === true;
}
