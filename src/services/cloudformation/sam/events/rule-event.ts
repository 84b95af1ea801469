// Events of type Schedule, EventBridgeRule and CloudWatchEvent: a rule, the right to call the function, and a dead-letter queue where one
// is asked for.

import { isRecord } from "../../template/values.ts";
import type { Draft, Values } from "../draft.ts";
import { SamError, withoutUndefined } from "../draft.ts";
import type { ExpandEvent, FunctionEvent, FunctionHandle } from "./event.ts";
import { requireProperties } from "./event.ts";

const TARGET = ["DeadLetterConfig", "Input", "RetryPolicy"];
const OF_SCHEDULE = new Set(["Description", "Enabled", "Name", "RoleArn", "Schedule", "State", ...TARGET]);
const OF_PATTERN = ["Enabled", "EventBusName", "InputPath", "Pattern", "State", ...TARGET];
const OF_CLOUD_WATCH = new Set(OF_PATTERN);
const OF_EVENT_BRIDGE = new Set([...OF_PATTERN, "InputTransformer", "RuleName", "Target"]);

/** A rule with a schedule. */
export const expandScheduleEvent: ExpandEvent = (event, handle, _role, draft) => {
  requireProperties(event, OF_SCHEDULE, ["Schedule"]);
  const { Description, Name, RoleArn, Schedule } = event.properties;
  addRule(event, handle, draft, { Description, Name, RoleArn, ScheduleExpression: Schedule });
};

/** A rule with a pattern. */
export const expandEventBridgeRuleEvent: ExpandEvent = (event, handle, _role, draft) => {
  requireProperties(event, OF_EVENT_BRIDGE, ["Pattern"]);
  addPatternRule(event, handle, draft);
};

/** The same under its older name, with less in it. */
export const expandCloudWatchEvent: ExpandEvent = (event, handle, _role, draft) => {
  requireProperties(event, OF_CLOUD_WATCH, ["Pattern"]);
  addPatternRule(event, handle, draft);
};

function addPatternRule(event: FunctionEvent, handle: FunctionHandle, draft: Draft): void {
  const { EventBusName, Pattern, RuleName } = event.properties;
  addRule(event, handle, draft, { EventBusName, EventPattern: Pattern, Name: RuleName });
}

function addRule(event: FunctionEvent, handle: FunctionHandle, draft: Draft, rule: Values): void {
  const { logicalId, properties } = event;
  const { Input, InputPath, InputTransformer, RetryPolicy, Target: target } = properties;
  const Id = isRecord(target) && target["Id"] !== undefined ? target["Id"] : `${logicalId}LambdaTarget`;
  draft.add(logicalId, "AWS::Events::Rule", handle.attributes, {
    ...rule,
    State: stateOf(event),
    Targets: [
      withoutUndefined({
        Arn: handle.arn,
        Id,
        Input,
        InputPath,
        InputTransformer,
        DeadLetterConfig: deadLetterConfig(event, handle, draft),
        RetryPolicy,
      }),
    ],
  });
  draft.add(`${logicalId}Permission`, "AWS::Lambda::Permission", handle.attributes, {
    Action: "lambda:InvokeFunction",
    FunctionName: handle.ref,
    Principal: "events.amazonaws.com",
    SourceArn: { "Fn::GetAtt": [logicalId, "Arn"] },
  });
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

/** AWS: DeadLetterConfig of the events: the ARN of a queue, or `Type: SQS` for one that SAM makes, with its policy. */
function deadLetterConfig({ logicalId, properties }: FunctionEvent, handle: FunctionHandle, draft: Draft): unknown {
  const { DeadLetterConfig: config } = properties;
  if (!isRecord(config)) return undefined;
  const { Arn: arn, Type: type, QueueLogicalId: given } = config;
  if (arn !== undefined && type !== undefined)
    throw new SamError(
      `Event with id [${logicalId}] is invalid. You can either define 'Arn' or 'Type' property of DeadLetterConfig`,
      config,
    );
  if (arn === undefined && type === undefined)
    throw new SamError(
      `Event with id [${logicalId}] is invalid. No 'Arn' or 'Type' property provided for DeadLetterConfig`,
      config,
    );
  if (arn !== undefined) return { Arn: arn };
  if (type !== "SQS")
    throw new SamError(
      `Event with id [${logicalId}] is invalid. The only valid value for 'Type' property of DeadLetterConfig is 'SQS'`,
      config,
      "Type",
    );
  const queueId = typeof given === "string" ? given : `${logicalId}Queue`;
  const queueArn = { "Fn::GetAtt": [queueId, "Arn"] };
  draft.add(queueId, "AWS::SQS::Queue", handle.attributes, {});
  draft.add(`${logicalId}QueuePolicy`, "AWS::SQS::QueuePolicy", handle.attributes, {
    PolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Action: "sqs:SendMessage",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Resource: queueArn,
          Condition: { ArnEquals: { "aws:SourceArn": { "Fn::GetAtt": [logicalId, "Arn"] } } },
        },
      ],
    },
    Queues: [{ Ref: queueId }],
  });
  return { Arn: queueArn };
}
