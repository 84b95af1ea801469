// Events of type Schedule, EventBridgeRule and CloudWatchEvent: a rule, the right to call the function or to start the state machine, and a
// dead-letter queue where one is asked for.

import { isRecord } from "../../template/values.ts";
import type { Draft, Values } from "../draft.ts";
import { SamError, withoutUndefined } from "../draft.ts";
import { allowPolicy, assumableBy } from "../role-policies.ts";
import { deadLetterQueue } from "./dead-letters.ts";
import type {
  ExpandEvent,
  ExpandStateMachineEvent,
  FunctionEvent,
  FunctionHandle,
  StateMachineHandle,
} from "./event.ts";

/** A rule with a schedule. */
export const expandScheduleEvent: ExpandEvent = (event, handle, _role, draft) => {
  const { Description, Name, RoleArn, Schedule } = event.properties;
  addRule(event, handle, draft, { Description, Name, RoleArn, ScheduleExpression: Schedule });
};

/** A rule with a pattern. */
export const expandEventBridgeRuleEvent: ExpandEvent = (event, handle, _role, draft) => {
  addPatternRule(event, handle, draft);
};

/** The same under its older name, with less in it. */
export const expandCloudWatchEvent: ExpandEvent = (event, handle, _role, draft) => {
  addPatternRule(event, handle, draft);
};

/** A rule with a schedule that starts executions. */
export const expandStateMachineScheduleEvent: ExpandStateMachineEvent = (event, machine, draft) => {
  const { Description, Name, Schedule } = event.properties;
  addStateMachineRule(event, machine, draft, { Description, Name, ScheduleExpression: Schedule });
};

/** A rule with a pattern that starts executions; AWS: the same for both names. */
export const expandStateMachineRuleEvent: ExpandStateMachineEvent = (event, machine, draft) => {
  const { EventBusName, Pattern, RuleName } = event.properties;
  addStateMachineRule(event, machine, draft, { EventBusName, EventPattern: Pattern, Name: RuleName });
};

function addPatternRule(event: FunctionEvent, handle: FunctionHandle, draft: Draft): void {
  const { EventBusName, Pattern, RuleName } = event.properties;
  addRule(event, handle, draft, { EventBusName, EventPattern: Pattern, Name: RuleName });
}

function addRule(event: FunctionEvent, handle: FunctionHandle, draft: Draft, rule: Values): void {
  const { logicalId } = event;
  const target = { Arn: handle.arn, Id: targetId(event, "LambdaTarget") };
  addRuleTo(event, rule, target, handle.attributes, draft);
  draft.add(`${logicalId}Permission`, "AWS::Lambda::Permission", handle.attributes, {
    Action: "lambda:InvokeFunction",
    FunctionName: handle.ref,
    Principal: "events.amazonaws.com",
    SourceArn: { "Fn::GetAtt": [logicalId, "Arn"] },
  });
}

/** A rule of a state machine's: with a role that starts executions instead of a permission. */
function addStateMachineRule(event: FunctionEvent, machine: StateMachineHandle, draft: Draft, rule: Values): void {
  const { logicalId, properties } = event;
  const roleId = `${logicalId}Role`;
  const { RoleArn = { "Fn::GetAtt": [roleId, "Arn"] } } = properties;
  const target = { Arn: machine.arn, Id: targetId(event, "StepFunctionsTarget"), RoleArn };
  addRuleTo(event, rule, target, machine.attributes, draft);
  if (properties["RoleArn"] === undefined)
    draft.add(roleId, "AWS::IAM::Role", machine.attributes, {
      AssumeRolePolicyDocument: assumableBy("events.amazonaws.com"),
      Policies: [allowPolicy(`${roleId}StartExecutionPolicy`, "states:StartExecution", machine.arn)],
      PermissionsBoundary: machine.permissionsBoundary,
    });
}

function addRuleTo(event: FunctionEvent, rule: Values, target: Values, attributes: Values, draft: Draft): void {
  const { logicalId, properties } = event;
  const { Input, InputPath, InputTransformer, RetryPolicy } = properties;
  const queue = deadLetterQueue(event, attributes, draft);
  if (queue?.made !== undefined) allowDeadLetters(logicalId, queue.arn, queue.made, attributes, draft);
  const DeadLetterConfig = queue === undefined ? undefined : { Arn: queue.arn };
  const whole = { ...target, Input, InputPath, InputTransformer, DeadLetterConfig, RetryPolicy };
  draft.add(logicalId, "AWS::Events::Rule", attributes, {
    ...rule,
    State: stateOf(event),
    Targets: [withoutUndefined(whole)],
  });
}

/** AWS: a target's id has 64 characters at most. */
function targetId({ logicalId, properties }: FunctionEvent, suffix: string): unknown {
  const { Target: target } = properties;
  if (isRecord(target) && target["Id"] !== undefined) return target["Id"];
  return `${logicalId.slice(0, 64 - suffix.length)}${suffix}`;
}

function stateOf({ logicalId, properties }: FunctionEvent): unknown {
  const { Enabled: isEnabled, State: state } = properties;
  if (isEnabled === undefined) return state;
  if (state !== undefined)
    throw new SamError(
      `Event with id [${logicalId}] is invalid. State and Enabled Properties cannot both be specified.`,
      properties,
      "State",
    );
  return isEnabled === true ? "ENABLED" : "DISABLED";
}

function allowDeadLetters(ruleId: string, arn: unknown, queueId: string, attributes: Values, draft: Draft): void {
  const Statement = {
    Action: "sqs:SendMessage",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Resource: arn,
    Condition: { ArnEquals: { "aws:SourceArn": { "Fn::GetAtt": [ruleId, "Arn"] } } },
  };
  draft.add(`${ruleId}QueuePolicy`, "AWS::SQS::QueuePolicy", attributes, {
    PolicyDocument: { Version: "2012-10-17", Statement: [Statement] },
    Queues: [{ Ref: queueId }],
  });
}
