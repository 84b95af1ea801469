// Events of type ScheduleV2: a schedule of EventBridge Scheduler, and the role with which it calls the function or the state machine.

import { pick, SamError, withoutUndefined } from "../draft.ts";
import type { Draft, Values } from "../draft.ts";
import { allowPolicy, assumableBy } from "../role-policies.ts";
import { deadLetterQueue } from "./dead-letters.ts";
import type { ExpandEvent, ExpandStateMachineEvent, FunctionEvent } from "./event.ts";

const SAME = ["Description", "EndDate", "GroupName", "KmsKeyArn", "ScheduleExpressionTimezone", "StartDate", "State"];

/** Adds the schedule, and its role unless one is given. */
export const expandScheduleV2Event: ExpandEvent = (event, handle, _role, draft) => {
  const policy = allowPolicy(`${event.logicalId}LambdaPolicy`, "lambda:InvokeFunction", handle.arn);
  addSchedule(event, handle, policy, draft);
};

/** The same for a state machine, whose executions it starts. */
export const expandStateMachineScheduleV2Event: ExpandStateMachineEvent = (event, machine, draft) => {
  const policy = allowPolicy(`${event.logicalId}StartExecutionPolicy`, "states:StartExecution", machine.arn);
  addSchedule(event, machine, policy, draft);
};

function addSchedule(
  event: FunctionEvent,
  { arn, attributes }: { readonly arn: Values; readonly attributes: Values },
  policy: Values,
  draft: Draft,
): void {
  const { logicalId, properties } = event;
  const { Input, RetryPolicy, RoleArn, OmitName: isNameless } = properties;
  const queue = deadLetterQueue(event, attributes, draft);
  if (isNameless === true && properties["Name"] !== undefined)
    throw new SamError(
      `Event with id [${logicalId}] is invalid. Name cannot be set when OmitName is True`,
      properties,
      "Name",
    );
  const roleId = `${logicalId}Role`;
  draft.add(logicalId, "AWS::Scheduler::Schedule", attributes, {
    ScheduleExpression: properties["ScheduleExpression"],
    FlexibleTimeWindow: properties["FlexibleTimeWindow"] ?? { Mode: "OFF" },
    Name: properties["Name"] ?? (isNameless === true ? undefined : logicalId),
    ...pick(properties, SAME),
    Target: withoutUndefined({
      Arn: arn,
      RoleArn: RoleArn ?? { "Fn::GetAtt": [roleId, "Arn"] },
      DeadLetterConfig: queue === undefined ? undefined : { Arn: queue.arn },
      Input,
      RetryPolicy,
    }),
  });
  if (RoleArn !== undefined) return;
  const sending = queue === undefined ? [] : [allowPolicy(`${logicalId}SQSPolicy`, "sqs:SendMessage", queue.arn)];
  draft.add(roleId, "AWS::IAM::Role", attributes, {
    AssumeRolePolicyDocument: assumableBy("scheduler.amazonaws.com"),
    Policies: [policy, ...sending],
    ...pick(properties, ["PermissionsBoundary"]),
  });
}
