// Lengths, ranges and patterns of CloudWatch Logs' inputs. AWS: the API reference, as published in its service model.

import type { Constraint, Constraints } from "../../service/constraints.ts";
import { UNITS } from "./units.ts";

const GROUP_NAME: Constraint = { length: [1, 512], pattern: String.raw`[\.\-_/#A-Za-z0-9]+` };
const GROUP_IDENTIFIER: Constraint = { length: [1, 2048], pattern: String.raw`[\w#+=/:,.@-]*` };
const STREAM_NAME: Constraint = { length: [1, 512], pattern: "[^:*]*" };
const NEXT_TOKEN: Constraint = { length: [1, Infinity] };
const TIME: Constraint = { range: [0, Infinity] };
const FILTER_PATTERN: Constraint = { length: [0, 1024] };
const RESOURCE_ARN: Constraint = { length: [1, 1011], pattern: String.raw`[\w+=/:,.@-]*` };
const TAG_KEY: Constraint = { length: [1, 128], pattern: String.raw`^([\p{L}\p{Z}\p{N}_.:/=+\-@]+)$` };
const TAG_VALUE: Constraint = { length: [0, 256], pattern: String.raw`^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$` };
const TAGS = { tags: { length: [1, 50] }, "tags.key": TAG_KEY, "tags.value": TAG_VALUE } as const;
const METRIC_NAME: Constraint = { length: [0, 255], pattern: "[^:*$]*" };
const GROUP = { logGroupName: GROUP_NAME };
const STREAM = { logGroupName: GROUP_NAME, logStreamName: STREAM_NAME };
const QUERY_ID: Constraint = { length: [1, 256] };
const LANGUAGE: Constraint = { oneOf: ["CWLI", "SQL", "PPL"] };
const CLASS: Constraint = { oneOf: ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"] };

/** By operation and member path. */
export const CONSTRAINTS: Constraints = {
  CreateLogGroup: { ...GROUP, ...TAGS, kmsKeyId: { length: [0, 256] }, logGroupClass: CLASS },
  DeleteLogGroup: GROUP,
  PutResourcePolicy: { policyDocument: { length: [1, 51_200] } },
  DescribeResourcePolicies: {
    nextToken: NEXT_TOKEN,
    limit: { range: [1, 50] },
    policyScope: { oneOf: ["ACCOUNT", "RESOURCE"] },
  },
  DescribeLogGroups: {
    accountIdentifiers: { length: [0, 20] },
    "accountIdentifiers.member": { length: [12, 12], pattern: String.raw`^\d{12}$` },
    logGroupNamePrefix: GROUP_NAME,
    logGroupNamePattern: { length: [0, 512], pattern: String.raw`[\.\-_/#A-Za-z0-9]*` },
    nextToken: NEXT_TOKEN,
    limit: { range: [1, 50] },
    logGroupClass: CLASS,
    logGroupIdentifiers: { length: [1, 50] },
    "logGroupIdentifiers.member": GROUP_IDENTIFIER,
  },
  PutRetentionPolicy: GROUP,
  DeleteRetentionPolicy: GROUP,
  PutLogGroupDeletionProtection: { logGroupIdentifier: GROUP_IDENTIFIER },
  CreateLogStream: STREAM,
  DeleteLogStream: STREAM,
  DescribeLogStreams: {
    ...GROUP,
    logGroupIdentifier: GROUP_IDENTIFIER,
    logStreamNamePrefix: STREAM_NAME,
    orderBy: { oneOf: ["LogStreamName", "LastEventTime"] },
    nextToken: NEXT_TOKEN,
    limit: { range: [1, 50] },
  },
  PutLogEvents: {
    ...STREAM,
    logEvents: { length: [1, 10_000] },
    "logEvents.member.timestamp": TIME,
    "logEvents.member.message": { length: [1, Infinity] },
    sequenceToken: NEXT_TOKEN,
  },
  GetLogEvents: {
    ...STREAM,
    logGroupIdentifier: GROUP_IDENTIFIER,
    startTime: TIME,
    endTime: TIME,
    nextToken: NEXT_TOKEN,
    limit: { range: [1, 10_000] },
  },
  FilterLogEvents: {
    ...GROUP,
    logGroupIdentifier: GROUP_IDENTIFIER,
    logStreamNames: { length: [1, 100] },
    "logStreamNames.member": STREAM_NAME,
    logStreamNamePrefix: STREAM_NAME,
    startTime: TIME,
    endTime: TIME,
    filterPattern: FILTER_PATTERN,
    nextToken: NEXT_TOKEN,
    limit: { range: [1, 10_000] },
  },
  PutSubscriptionFilter: {
    ...GROUP,
    filterName: STREAM_NAME,
    filterPattern: FILTER_PATTERN,
    destinationArn: NEXT_TOKEN,
    roleArn: NEXT_TOKEN,
    distribution: { oneOf: ["Random", "ByLogStream"] },
  },
  DescribeSubscriptionFilters: {
    ...GROUP,
    filterNamePrefix: STREAM_NAME,
    nextToken: NEXT_TOKEN,
    limit: { range: [1, 50] },
  },
  DeleteSubscriptionFilter: { ...GROUP, filterName: STREAM_NAME },
  CreateExportTask: {
    ...GROUP,
    taskName: { length: [1, 512] },
    logStreamNamePrefix: STREAM_NAME,
    from: TIME,
    to: TIME,
    destination: { length: [1, 512] },
  },
  DescribeExportTasks: {
    taskId: { length: [1, 512] },
    statusCode: { oneOf: ["CANCELLED", "COMPLETED", "FAILED", "PENDING", "PENDING_CANCEL", "RUNNING"] },
    nextToken: NEXT_TOKEN,
    limit: { range: [1, 50] },
  },
  CancelExportTask: { taskId: { length: [1, 512] } },
  StartQuery: {
    queryLanguage: LANGUAGE,
    ...GROUP,
    "logGroupNames.member": GROUP_NAME,
    "logGroupIdentifiers.member": GROUP_IDENTIFIER,
    startTime: TIME,
    endTime: TIME,
    queryString: { length: [0, 10_000] },
    limit: { range: [1, 100_000] },
  },
  GetQueryResults: { queryId: QUERY_ID, nextToken: { length: [0, 1_024] }, maxItems: { range: [0, 10_000] } },
  StopQuery: { queryId: QUERY_ID },
  DescribeQueries: {
    ...GROUP,
    status: { oneOf: ["Scheduled", "Running", "Complete", "Failed", "Cancelled", "Timeout", "Unknown"] },
    maxResults: { range: [1, 1_000] },
    nextToken: NEXT_TOKEN,
    queryLanguage: LANGUAGE,
  },
  PutQueryDefinition: {
    queryLanguage: LANGUAGE,
    name: { length: [1, 255] },
    queryDefinitionId: QUERY_ID,
    "logGroupNames.member": GROUP_NAME,
    queryString: { length: [1, 10_000] },
    clientToken: { length: [36, 128], pattern: String.raw`\S{36,128}` },
  },
  DescribeQueryDefinitions: {
    queryLanguage: LANGUAGE,
    queryDefinitionNamePrefix: { length: [1, 255] },
    maxResults: { range: [1, 1_000] },
    nextToken: NEXT_TOKEN,
  },
  DeleteQueryDefinition: { queryDefinitionId: QUERY_ID },
  PutMetricFilter: {
    ...GROUP,
    filterName: STREAM_NAME,
    filterPattern: FILTER_PATTERN,
    metricTransformations: { length: [1, 1] },
    "metricTransformations.member.metricName": METRIC_NAME,
    "metricTransformations.member.metricNamespace": METRIC_NAME,
    "metricTransformations.member.metricValue": { length: [0, 100] },
    "metricTransformations.member.dimensions.key": { length: [0, 255] },
    "metricTransformations.member.dimensions.value": { length: [0, 255] },
    "metricTransformations.member.unit": { oneOf: UNITS },
  },
  DescribeMetricFilters: {
    ...GROUP,
    filterNamePrefix: STREAM_NAME,
    nextToken: NEXT_TOKEN,
    limit: { range: [1, 50] },
    metricName: METRIC_NAME,
    metricNamespace: METRIC_NAME,
  },
  DeleteMetricFilter: { ...GROUP, filterName: STREAM_NAME },
  TestMetricFilter: {
    filterPattern: FILTER_PATTERN,
    logEventMessages: { length: [1, 50] },
    "logEventMessages.member": { length: [1, Infinity] },
  },
  StartLiveTail: {
    logGroupIdentifiers: { length: [1, 10] },
    "logGroupIdentifiers.member": GROUP_IDENTIFIER,
    logStreamNames: { length: [1, 100] },
    "logStreamNames.member": STREAM_NAME,
    logStreamNamePrefixes: { length: [1, 100] },
    "logStreamNamePrefixes.member": STREAM_NAME,
    logEventFilterPattern: FILTER_PATTERN,
  },
  TagResource: { resourceArn: RESOURCE_ARN, ...TAGS },
  UntagResource: { resourceArn: RESOURCE_ARN, tagKeys: { length: [0, 50] }, "tagKeys.member": TAG_KEY },
  ListTagsForResource: { resourceArn: RESOURCE_ARN },
  TagLogGroup: { ...GROUP, ...TAGS },
  UntagLogGroup: { ...GROUP, "tags.member": TAG_KEY },
  ListTagsLogGroup: GROUP,
};
