// Events of type ScheduleV2: a schedule of EventBridge Scheduler, and the role with which it calls the function.

import { isRecord } from "../../template/values.ts";
import { pick, SamError, withoutUndefined } from "../draft.ts";
import { allowPolicy } from "../function-role.ts";
import type { ExpandEvent } from "./event.ts";
import { requireProperties } from "./event.ts";

const SAME = ["Description", "EndDate", "GroupName", "KmsKeyArn", "ScheduleExpressionTimezone", "StartDate", "State"];
const KNOWN = new Set([
  ...SAME,
  "DeadLetterConfig",
  "FlexibleTimeWindow",
  "Input",
  "Name",
  "OmitName",
  "PermissionsBoundary",
  "RetryPolicy",
  "RoleArn",
  "ScheduleExpression",
]);

/** Adds the schedule, and its role unless one is given. */
export const expandScheduleV2Event: ExpandEvent = (event, handle, _role, draft) => {
  requireProperties(event, KNOWN, ["ScheduleExpression"]);
  const { logicalId, properties } = event;
  const { DeadLetterConfig: deadLetters, Input, RetryPolicy, RoleArn, OmitName: isNameless } = properties;
  if (isRecord(deadLetters) && deadLetters["Type"] !== undefined)
    throw new SamError(
      "A queue that SAM makes for a schedule is not supported by this cloud yet: give 'Arn'.",
      deadLetters,
    );
  const roleId = `${logicalId}Role`;
  draft.add(logicalId, "AWS::Scheduler::Schedule", handle.attributes, {
    ScheduleExpression: properties["ScheduleExpression"],
    FlexibleTimeWindow: properties["FlexibleTimeWindow"] ?? { Mode: "OFF" },
    Name: properties["Name"] ?? (isNameless === true ? undefined : logicalId),
    ...pick(properties, SAME),
    Target: withoutUndefined({
      Arn: handle.arn,
      RoleArn: RoleArn ?? { "Fn::GetAtt": [roleId, "Arn"] },
      DeadLetterConfig: deadLetters,
      Input,
      RetryPolicy,
    }),
  });
  if (RoleArn !== undefined) return;
  draft.add(roleId, "AWS::IAM::Role", handle.attributes, {
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Action: ["sts:AssumeRole"], Effect: "Allow", Principal: { Service: ["scheduler.amazonaws.com"] } }],
    },
    Policies: [allowPolicy(`${logicalId}LambdaPolicy`, "lambda:InvokeFunction", handle.arn)],
    ...pick(properties, ["PermissionsBoundary"]),
  });
};
