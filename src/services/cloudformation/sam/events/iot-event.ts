// Events of type IoTRule: a rule of AWS IoT that calls the function, and the right to do so.

import type { ExpandEvent } from "./event.ts";

/** Adds the rule and the permission. */
export const expandIotEvent: ExpandEvent = (event, handle, _role, draft) => {
  const { logicalId, properties } = event;
  const { AwsIotSqlVersion, Sql } = properties;
  draft.add(`${logicalId}Permission`, "AWS::Lambda::Permission", handle.attributes, {
    Action: "lambda:InvokeFunction",
    FunctionName: handle.ref,
    Principal: "iot.amazonaws.com",
    SourceAccount: { "Fn::Sub": "${AWS::AccountId}" },
    SourceArn: {
      "Fn::Sub": ["arn:aws:iot:${AWS::Region}:${AWS::AccountId}:rule/${RuleName}", { RuleName: { Ref: logicalId } }],
    },
  });
  draft.add(logicalId, "AWS::IoT::TopicRule", handle.attributes, {
    TopicRulePayload: {
      Sql,
      RuleDisabled: false,
      Actions: [{ Lambda: { FunctionArn: handle.arn } }],
      ...(AwsIotSqlVersion === undefined ? {} : { AwsIotSqlVersion }),
    },
  });
};
