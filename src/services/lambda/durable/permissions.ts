// What the operations on durable executions need.
// AWS: "Security and permissions for Lambda durable functions": "For most durable execution API actions, Lambda authorizes the
// request against the durable execution ARN, not the function ARN."

import type { PermissionRule, Permissions } from "../../../service/service.ts";
import { parseCallbackId } from "./names.ts";

const onExecution =
  (action: string): PermissionRule =>
  (input: { DurableExecutionArn: string }) => [{ action: `lambda:${action}`, resource: input.DurableExecutionArn }];

/** A callback's id says whose it is. What says nothing is no one's: it is refused as what it is, by the operation. */
const onCallback =
  (action: string): PermissionRule =>
  (input: { CallbackId: string }) => [
    { action: `lambda:${action}`, resource: parseCallbackId(input.CallbackId)?.executionArn ?? "*" },
  ];

export const durablePermissions: Permissions = {
  CheckpointDurableExecution: onExecution("CheckpointDurableExecution"),
  GetDurableExecution: onExecution("GetDurableExecution"),
  GetDurableExecutionHistory: onExecution("GetDurableExecutionHistory"),
  GetDurableExecutionState: onExecution("GetDurableExecutionState"),
  SendDurableExecutionCallbackFailure: onCallback("SendDurableExecutionCallbackFailure"),
  SendDurableExecutionCallbackHeartbeat: onCallback("SendDurableExecutionCallbackHeartbeat"),
  SendDurableExecutionCallbackSuccess: onCallback("SendDurableExecutionCallbackSuccess"),
  StopDurableExecution: onExecution("StopDurableExecution"),
};
