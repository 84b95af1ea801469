// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon CloudWatch Logs" (service
// authorization reference). Denials show that operations on a group ask for the ARN of its streams, with an empty name.

import type { AccessRequest } from "../../iam/authorization.ts";
import type { Scope } from "../../service/context.ts";
import type { PermissionRule, Permissions } from "../../service/service.ts";
import { namedGroups, type QueriedGroups } from "./insights/groups.ts";
import { parsePointer } from "./insights/pointer.ts";
import { logGroupArn, parseGroupIdentifier, type GroupChoice } from "./log-group.ts";

interface StreamInput extends GroupChoice {
  readonly logStreamName: string;
}
interface TailInput {
  readonly logGroupIdentifiers: readonly string[];
}
interface TagInput {
  readonly resourceArn: string;
}

/** Rules by operation. */
export const PERMISSIONS: Permissions = {
  CreateLogGroup: onGroup("logs:CreateLogGroup"),
  DeleteLogGroup: onGroup("logs:DeleteLogGroup"),
  DescribeLogGroups: onGroup("logs:DescribeLogGroups"),
  PutRetentionPolicy: onGroup("logs:PutRetentionPolicy"),
  PutLogGroupDeletionProtection: onGroup("logs:PutLogGroupDeletionProtection"),
  DeleteRetentionPolicy: onGroup("logs:DeleteRetentionPolicy"),
  CreateLogStream: onGroup("logs:CreateLogStream"),
  DescribeLogStreams: onGroup("logs:DescribeLogStreams"),
  PutSubscriptionFilter: (input: GroupChoice & { readonly roleArn?: string }, call) => [
    request("logs:PutSubscriptionFilter", call, groupOf(input)),
    // AWS: PutSubscriptionFilter: "To perform [it with a role] you must also have the iam:PassRole permission."
    ...(input.roleArn === undefined
      ? []
      : [
          {
            action: "iam:PassRole",
            resource: input.roleArn,
            conditions: { "iam:PassedToService": "logs.amazonaws.com" },
          },
        ]),
  ],
  PutMetricFilter: onGroup("logs:PutMetricFilter"),
  DescribeMetricFilters: onGroup("logs:DescribeMetricFilters"),
  DeleteMetricFilter: onGroup("logs:DeleteMetricFilter"),
  TestMetricFilter: () => [{ action: "logs:TestMetricFilter", resource: "*" }],
  DescribeSubscriptionFilters: onGroup("logs:DescribeSubscriptionFilters"),
  DeleteSubscriptionFilter: onGroup("logs:DeleteSubscriptionFilter"),
  // AWS: these three have no resource.
  PutResourcePolicy: () => [{ action: "logs:PutResourcePolicy", resource: "*" }],
  DescribeResourcePolicies: () => [{ action: "logs:DescribeResourcePolicies", resource: "*" }],
  DeleteResourcePolicy: () => [{ action: "logs:DeleteResourcePolicy", resource: "*" }],
  CreateExportTask: onGroup("logs:CreateExportTask"),
  // AWS: these have no resource.
  DescribeExportTasks: () => [{ action: "logs:DescribeExportTasks", resource: "*" }],
  CancelExportTask: () => [{ action: "logs:CancelExportTask", resource: "*" }],
  StartQuery: (input: QueriedGroups, call) => namedGroups(input).map((name) => request("logs:StartQuery", call, name)),
  // AWS: these have no resource.
  GetQueryResults: () => [{ action: "logs:GetQueryResults", resource: "*" }],
  StopQuery: () => [{ action: "logs:StopQuery", resource: "*" }],
  DescribeQueries: () => [{ action: "logs:DescribeQueries", resource: "*" }],
  PutQueryDefinition: () => [{ action: "logs:PutQueryDefinition", resource: "*" }],
  DescribeQueryDefinitions: () => [{ action: "logs:DescribeQueryDefinitions", resource: "*" }],
  DeleteQueryDefinition: () => [{ action: "logs:DeleteQueryDefinition", resource: "*" }],
  GetLogRecord: ({ logRecordPointer }: { readonly logRecordPointer: string }, call) => [
    request("logs:GetLogRecord", call, parsePointer(logRecordPointer)?.logGroupName ?? ""),
  ],
  FilterLogEvents: onGroup("logs:FilterLogEvents"),
  DeleteLogStream: onStream("logs:DeleteLogStream"),
  PutLogEvents: onStream("logs:PutLogEvents"),
  GetLogEvents: onStream("logs:GetLogEvents"),
  StartLiveTail: (input: TailInput, call) =>
    input.logGroupIdentifiers.map((identifier) =>
      request("logs:StartLiveTail", call, parseGroupIdentifier(identifier)),
    ),
  TagResource: onArn("logs:TagResource"),
  UntagResource: onArn("logs:UntagResource"),
  ListTagsForResource: onArn("logs:ListTagsForResource"),
  TagLogGroup: onGroup("logs:TagLogGroup"),
  UntagLogGroup: onGroup("logs:UntagLogGroup"),
  ListTagsLogGroup: onGroup("logs:ListTagsLogGroup"),
};

function onGroup(action: string): PermissionRule {
  return (input: GroupChoice, call) => [request(action, call, groupOf(input))];
}

function onStream(action: string): PermissionRule {
  return (input: StreamInput, call) => [request(action, call, groupOf(input), input.logStreamName)];
}

function onArn(action: string): PermissionRule {
  return ({ resourceArn }: TagInput) => [{ action, resource: resourceArn }];
}

function request(action: string, scope: Scope, logGroupName: string, logStreamName = ""): AccessRequest {
  return { action, resource: `${logGroupArn(scope, logGroupName)}:log-stream:${logStreamName}` };
}

function groupOf({ logGroupName, logGroupIdentifier }: GroupChoice): string {
  return logGroupName ?? (logGroupIdentifier === undefined ? "" : parseGroupIdentifier(logGroupIdentifier));
}
