// Events of type CloudWatchLogs: a subscription filter of a log group.

import type { ExpandEvent } from "./event.ts";

/** Adds the filter, and the right to call the function. */
export const expandLogsEvent: ExpandEvent = (event, handle, _role, draft) => {
  const { logicalId, properties } = event;
  const { FilterPattern, LogGroupName } = properties;
  const permissionId = `${logicalId}Permission`;
  draft.add(permissionId, "AWS::Lambda::Permission", handle.attributes, {
    Action: "lambda:InvokeFunction",
    FunctionName: handle.ref,
    Principal: "logs.amazonaws.com",
    SourceArn: {
      "Fn::Sub": [
        "arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:${__LogGroupName__}:*",
        { __LogGroupName__: LogGroupName },
      ],
    },
  });
  draft.add(
    logicalId,
    "AWS::Logs::SubscriptionFilter",
    { ...handle.attributes, DependsOn: [permissionId] },
    {
      LogGroupName,
      FilterPattern,
      DestinationArn: handle.arn,
    },
  );
};
