// Stack events, in AWS's wording and order, and the stack's status that goes with its own events.

import type { ResourceStatus, StackStatus } from "@aws-sdk/client-cloudformation";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { EventRecord, StackRecord } from "../records.ts";
import { appendEvent, findStack, saveStack } from "../repo.ts";
import { notifyTopics } from "./notify.ts";
import { endShown, shownIdOf } from "./shown-operations.ts";

/** Rung whenever a stack's status changes. */
export function stackSignal(stackId: string): string {
  return `cloudformation/${stackId}`;
}

/** Gives a stack its new status and writes the event that says so. */
export function changeStackStatus(
  tx: WriteTx,
  yard: YardContext,
  scope: Scope,
  stack: StackRecord,
  change: Partial<Omit<StackRecord, "status" | "statusReason">> & {
    status: StackStatus;
    reason?: string | undefined;
    token?: string | undefined;
  },
): StackRecord {
  const { status, reason, token, ...others } = change;
  const { statusReason: _old, ...kept } = stack;
  const changed: StackRecord = {
    ...kept,
    ...others,
    status,
    ...(reason === undefined ? {} : { statusReason: reason }),
  };
  saveStack(tx, scope, changed);
  // Who waits runs after this transaction: a signal wakes waiters in a later turn.
  yard.signals.notify(stackSignal(stack.stackId));
  const event: EventRecord = {
    v: 1,
    id: yard.random.uuid(),
    atMs: yard.clock.nowMs(),
    logicalId: stack.stackName,
    physicalId: stack.stackId,
    typeName: "AWS::CloudFormation::Stack",
    status,
    ...(reason === undefined ? {} : { statusReason: reason }),
    ...(token === undefined ? {} : { clientRequestToken: token }),
    ...shownIdOf(tx, scope, stack.stackId),
  };
  // A way back that begins is shown as an operation of its own, so this one's end is told where that begins.
  if (!status.endsWith("_IN_PROGRESS")) endShown(tx, yard, scope, stack.stackId, status.endsWith("_COMPLETE"));
  appendEvent(tx, scope, stack.stackId, event);
  notifyTopics(tx, yard, scope, changed, event);
  return changed;
}

/** Writes an event of a resource. */
export function addResourceEvent(
  tx: WriteTx,
  yard: YardContext,
  scope: Scope,
  stackId: string,
  event: {
    logicalId: string;
    physicalId: string | undefined;
    typeName: string;
    status: ResourceStatus;
    reason?: string | undefined;
    properties?: Readonly<Record<string, unknown>>;
    token?: string | undefined;
  },
): void {
  const { logicalId, physicalId, typeName, status, reason, properties, token } = event;
  const atMs = yard.clock.nowMs();
  const record: EventRecord = {
    v: 1,
    // AWS: resource events carry such ids, stack events UUIDs. Here several events fall into one millisecond, so digits
    // follow that tell them apart.
    id: `${logicalId}-${status}-${new Date(atMs).toISOString().slice(0, -1)}${yard.random.integer(1_000_000)}Z`,
    atMs,
    logicalId,
    physicalId: physicalId ?? "",
    typeName,
    status,
    ...(reason === undefined ? {} : { statusReason: reason }),
    ...(properties === undefined ? {} : { properties: JSON.stringify(properties) }),
    ...(token === undefined ? {} : { clientRequestToken: token }),
    ...shownIdOf(tx, scope, stackId),
  };
  appendEvent(tx, scope, stackId, record);
  const stack = findStack(tx, scope, stackId);
  if (stack !== undefined) notifyTopics(tx, yard, scope, stack, record);
}
