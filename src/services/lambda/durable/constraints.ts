// The limits on members of durable functions, as the service model has them.

import type { Constraint, Constraints } from "../../../service/constraints.ts";

const functionName: Constraint = {
  length: [1, 256],
  pattern:
    "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?",
};
const executionArn: Constraint = {
  length: [1, 1024],
  pattern:
    "arn:([a-zA-Z0-9-]+):lambda:([a-zA-Z0-9-]+):(\\d{12}):function:([a-zA-Z0-9_-]+):(\\$LATEST(?:\\.PUBLISHED)?|[0-9]+)/durable-execution/([a-zA-Z0-9_-]+)/([a-zA-Z0-9_-]+)",
};
const token: Constraint = { length: [1, 2048], pattern: "[A-Za-z0-9+/]+={0,2}" };
const callbackId: Constraint = { length: [1, 1024], pattern: "[A-Za-z0-9+/]+={0,2}" };
const operationId: Constraint = { length: [1, 64], pattern: "[a-zA-Z0-9-_]+" };
const payload: Constraint = { length: [0, 6_291_456] };
const seconds: Constraint = { range: [1, 31_622_400] };
const duration: Constraint = { range: [0, 2_147_483_647] };
const items: Constraint = { range: [0, 1000] };

export const durableExecutionName: Constraint = { length: [1, 64], pattern: "[a-zA-Z0-9-_]+" };

/** Of the settings, wherever they are given. */
export const durableConfigConstraints = {
  "DurableConfig.ExecutionTimeout": seconds,
  "DurableConfig.RetentionPeriodInDays": { range: [1, 90] },
} as const satisfies Readonly<Record<string, Constraint>>;

export const durableConstraints: Constraints = {
  CheckpointDurableExecution: {
    DurableExecutionArn: executionArn,
    CheckpointToken: token,
    ClientToken: { length: [1, 64], pattern: "[\\x21-\\x7E]+" },
    "Updates.member.Id": operationId,
    "Updates.member.ParentId": operationId,
    "Updates.member.Name": { length: [1, 256], pattern: "[\\x20-\\x7E]+" },
    "Updates.member.Type": { oneOf: ["EXECUTION", "CONTEXT", "STEP", "WAIT", "CALLBACK", "CHAINED_INVOKE"] },
    "Updates.member.SubType": { length: [1, 32], pattern: "[a-zA-Z0-9-_]+" },
    "Updates.member.Action": { oneOf: ["START", "SUCCEED", "FAIL", "RETRY", "CANCEL"] },
    "Updates.member.Payload": payload,
    "Updates.member.StepOptions.NextAttemptDelaySeconds": seconds,
    "Updates.member.WaitOptions.WaitSeconds": seconds,
    "Updates.member.CallbackOptions.TimeoutSeconds": duration,
    "Updates.member.CallbackOptions.HeartbeatTimeoutSeconds": duration,
    "Updates.member.ChainedInvokeOptions.FunctionName": functionName,
  },
  GetDurableExecution: { DurableExecutionArn: executionArn },
  GetDurableExecutionHistory: { DurableExecutionArn: executionArn, MaxItems: items },
  GetDurableExecutionState: { DurableExecutionArn: executionArn, CheckpointToken: token, MaxItems: items },
  ListDurableExecutionsByFunction: {
    FunctionName: functionName,
    Qualifier: { length: [1, 128], pattern: "\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+" },
    DurableExecutionName: durableExecutionName,
    Statuses: { length: [1, 10] },
    "Statuses.member": { oneOf: ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "STOPPED"] },
    MaxItems: items,
  },
  SendDurableExecutionCallbackFailure: { CallbackId: callbackId },
  SendDurableExecutionCallbackHeartbeat: { CallbackId: callbackId },
  SendDurableExecutionCallbackSuccess: { CallbackId: callbackId, Result: { length: [0, 262_144] } },
  StopDurableExecution: { DurableExecutionArn: executionArn },
};
