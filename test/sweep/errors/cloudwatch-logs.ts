// How each documented error of CloudWatch Logs is provoked.

import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { saveTask } from "../../../src/services/cloudwatch-logs/exports/repo.ts";
import { writePointer } from "../../../src/services/cloudwatch-logs/insights/pointer.ts";
import { saveQuery } from "../../../src/services/cloudwatch-logs/insights/repo.ts";
import type { QueryRecord } from "../../../src/services/cloudwatch-logs/records.ts";
import { loadGroup, saveSubscription } from "../../../src/services/cloudwatch-logs/repo.ts";
import { sweepOf, unprovokable, type Ask, type Caller, type ErrorTable, type Grounds } from "./table.ts";

interface Made {
  readonly queryId: string;
  /** An export that has ended. */
  readonly done: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly arn: string;
  /** A group and its stream that cannot be deleted. */
  readonly kept: { readonly logGroupName: string; readonly logStreamName: string };
  readonly functionArn: string;
  /** Who may do nothing. */
  readonly stranger: Caller;
}

const TIMES = { startTime: 0, endTime: 1 };
const NO_NAME = "not a name";
const NOBODY = "00000000-0000-4000-8000-000000000000";
const DOCUMENT = JSON.stringify({ Version: "2012-10-17", Statement: [] });
const METRIC = { metricName: "metric", metricNamespace: "space", metricValue: "1" };
const MOST_TAGS = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`key-${at}`, "value"]));

async function prepare(grounds: Grounds): Promise<Made> {
  const { aws, account, name } = grounds;
  const group = async (more: object = {}) => {
    const made = { logGroupName: name(), logStreamName: "stream" };
    await aws.cloudWatchLogs.createLogGroup({ logGroupName: made.logGroupName, ...more });
    await aws.cloudWatchLogs.createLogStream(made);
    return made;
  };
  const made = await group();
  const { queryId } = await aws.cloudWatchLogs.startQuery({
    ...TIMES,
    logGroupName: made.logGroupName,
    queryString: "",
  });
  await grounds.yard.yard.context.jobs.settled();
  const { context } = grounds.yard.yard;
  context.store.write((tx) => saveTask(tx, account, { ...EXPORT, taskId: "done", status: "COMPLETED" }));
  return {
    ...made,
    done: "done",
    queryId: queryId ?? "",
    arn: `arn:aws:logs:${account.region}:${account.account}:log-group:${made.logGroupName}`,
    kept: await group({ deletionProtectionEnabled: true }),
    functionArn: `arn:aws:lambda:${account.region}:${account.account}:function:nobody`,
    stranger: await grounds.user(),
  };
}

const ofGroup = ({ logGroupName }: Made) => ({ logGroupName });
const ofStream = ({ logGroupName, logStreamName }: Made) => ({ logGroupName, logStreamName });
const ofArn = ({ arn }: Made) => ({ resourceArn: arn });

const GROUPS_OF_CLASSES = unprovokable(
  "It is not valid on log groups of other classes than the standard one, which answer NotImplemented when they are to be made.",
);
const NEVER = unprovokable("AWS: PutLogEvents (API reference): it never answers this any more.");
const noPage = (_: Made, ask: Ask) => ask({ limit: 0 });
const notDeleted = ({ kept }: Made, ask: Ask) => ask(kept);
const ON_ARN = {
  InvalidParameterException: (_, ask) => ask({ resourceArn: "nothing" }),
  ResourceNotFoundException: ({ arn }, ask) => ask({ resourceArn: `${arn}-nobody` }),
} satisfies ErrorTable<Made>["everywhere"];

const EXPORT = {
  v: 1,
  logGroupName: "group",
  logStreamNamePrefix: "",
  fromMs: 0,
  toMs: 1,
  bucket: "bucket",
  prefix: "prefix",
  message: "",
  createdAtMs: 0,
} as const;
const noQuery = (_: Made, ask: Ask) => ask({ queryId: NOBODY });
const pointerIn = (logGroupName: string): string =>
  writePointer({ logGroupName, logStreamName: "stream", position: { timestampMs: 0, sequence: 0 } });
const badToken = (_: Made, ask: Ask) => ask({ nextToken: "nothing" });

/** A group with as many filters as it may have. */
async function withFilters({ aws, name }: Made & Grounds): Promise<string> {
  const logGroupName = name();
  await aws.cloudWatchLogs.createLogGroup({ logGroupName });
  const filter = { logGroupName, filterPattern: "", metricTransformations: [METRIC] };
  for (let made = 0; made < 100; made += 1)
    await aws.cloudWatchLogs.putMetricFilter({ ...filter, filterName: `filter-${made}` });
  return logGroupName;
}

function runningQuery(queryId: string): QueryRecord {
  const nothing = {
    logGroupNames: [],
    startMs: 0,
    endMs: 0,
    limit: 1,
    matched: 0,
    scanned: 0,
    scannedBytes: 0,
    rows: 0,
  };
  return { v: 1, queryId, queryString: "", status: "Running", createdAtMs: 0, userIdentity: "", ...nothing };
}

/** A group with two subscriptions. They are written down: their destinations would be tried. */
async function withSubscriptions({ aws, account, name, yard, functionArn }: Made & Grounds): Promise<string> {
  const logGroupName = name();
  await aws.cloudWatchLogs.createLogGroup({ logGroupName });
  const subscription = { v: 1, filterPattern: "", destinationArn: functionArn, createdAtMs: 0 } as const;
  yard.yard.context.store.write((tx) => {
    const groupId = loadGroup(tx, account, logGroupName)?.groupId ?? "";
    for (const filterName of ["one", "two"])
      saveSubscription(tx, account, groupId, { ...subscription, filterName, distribution: "ByLogStream" });
  });
  return logGroupName;
}

/** The errors sweep of CloudWatch Logs. */
export const cloudwatchLogs = sweepOf<Made>({
  service: "cloudwatch-logs",
  prepare,
  inputs: {
    CancelExportTask: ({ done }) => ({ taskId: done }),
    CreateExportTask: (made) => ({ ...ofGroup(made), from: 0, to: 1, destination: "nobody" }),
    DescribeExportTasks: () => ({}),
    CreateLogGroup: ({ name }) => ({ logGroupName: name() }),
    CreateLogStream: ({ logGroupName, name }) => ({ logGroupName, logStreamName: name() }),
    DeleteLogGroup: ofGroup,
    DeleteLogStream: ofStream,
    DeleteQueryDefinition: () => ({ queryDefinitionId: NOBODY }),
    DescribeQueries: () => ({}),
    DescribeQueryDefinitions: () => ({}),
    GetLogRecord: (made) => ({ logRecordPointer: pointerIn(made.logGroupName) }),
    GetQueryResults: ({ queryId }) => ({ queryId }),
    PutQueryDefinition: () => ({ name: "definition", queryString: "limit 1" }),
    StartQuery: (made) => ({ ...ofGroup(made), ...TIMES, queryString: "limit 1" }),
    StopQuery: ({ queryId }) => ({ queryId }),
    DeleteMetricFilter: (made) => ({ ...ofGroup(made), filterName: "filter" }),
    DeleteResourcePolicy: () => ({ policyName: "policy" }),
    DeleteRetentionPolicy: ofGroup,
    DeleteSubscriptionFilter: (made) => ({ ...ofGroup(made), filterName: "filter" }),
    DescribeLogGroups: () => ({}),
    DescribeLogStreams: ofGroup,
    DescribeMetricFilters: ofGroup,
    DescribeResourcePolicies: () => ({}),
    DescribeSubscriptionFilters: ofGroup,
    FilterLogEvents: ofGroup,
    GetLogEvents: ofStream,
    ListTagsForResource: ofArn,
    ListTagsLogGroup: ofGroup,
    PutLogEvents: (made) => ({
      ...ofStream(made),
      logEvents: [{ timestamp: made.yard.clock.nowMs(), message: "message" }],
    }),
    PutLogGroupDeletionProtection: ({ logGroupName }) => ({
      logGroupIdentifier: logGroupName,
      deletionProtectionEnabled: false,
    }),
    PutMetricFilter: (made) => ({
      ...ofGroup(made),
      filterName: "filter",
      filterPattern: "",
      metricTransformations: [METRIC],
    }),
    PutResourcePolicy: () => ({ policyName: "policy", policyDocument: DOCUMENT }),
    PutRetentionPolicy: (made) => ({ ...ofGroup(made), retentionInDays: 1 }),
    PutSubscriptionFilter: ({ logGroupName, functionArn, name }) => ({
      logGroupName,
      filterName: name(),
      filterPattern: "",
      destinationArn: functionArn,
    }),
    StartLiveTail: ({ arn }) => ({ logGroupIdentifiers: [arn] }),
    TagLogGroup: (made) => ({ ...ofGroup(made), tags: { key: "value" } }),
    TagResource: (made) => ({ ...ofArn(made), tags: { key: "value" } }),
    TestMetricFilter: () => ({ filterPattern: "", logEventMessages: ["message"] }),
    UntagLogGroup: (made) => ({ ...ofGroup(made), tags: ["key"] }),
    UntagResource: (made) => ({ ...ofArn(made), tagKeys: ["key"] }),
  },
  everywhere: {
    AccessDeniedException: ({ stranger }, ask) => ask({}, stranger),
    InvalidOperationException: GROUPS_OF_CLASSES,
    InvalidParameterException: (_, ask) => ask({ logGroupName: NO_NAME }),
    OperationAbortedException: unprovokable("One process changes a log group by one transaction after the other."),
    ResourceNotFoundException: (_, ask) => ask({ logGroupName: "nobody" }),
    ServiceUnavailableException: unprovokable("A service of this process is there as long as the process is."),
    ValidationException: notDeleted,
  },
  operations: {
    CancelExportTask: {
      InvalidOperationException: (_, ask) => ask(),
      InvalidParameterException: (_, ask) => ask({ taskId: "" }),
      ResourceNotFoundException: (_, ask) => ask({ taskId: "nobody" }),
    },
    CreateExportTask: {
      LimitExceededException: ({ yard, account }, ask) => {
        // Exports are over too soon for one to be under way: one is written down.
        const running = { ...EXPORT, taskId: "running", status: "RUNNING" } as const;
        yard.yard.context.store.write((tx) => saveTask(tx, account, running));
        return ask();
      },
      ResourceAlreadyExistsException: unprovokable(
        "Tasks are told apart by ids that are made for them, not by their names.",
      ),
    },
    DescribeExportTasks: { InvalidParameterException: noPage },
    CreateLogGroup: {
      LimitExceededException: unprovokable(
        "AWS lets an account have 1,000,000 log groups; a yard keeps what the disk holds.",
      ),
      ResourceAlreadyExistsException: ({ logGroupName }, ask) => ask({ logGroupName }),
    },
    CreateLogStream: { ResourceAlreadyExistsException: ({ logStreamName }, ask) => ask({ logStreamName }) },
    DeleteResourcePolicy: {
      InvalidParameterException: (_, ask) => ask({ policyName: undefined }),
      ResourceNotFoundException: (_, ask) => ask({ policyName: "nobody" }),
    },
    DeleteQueryDefinition: {
      InvalidParameterException: (_, ask) => ask({ queryDefinitionId: "" }),
      ResourceNotFoundException: (_, ask) => ask({}),
    },
    DescribeLogGroups: { InvalidParameterException: noPage },
    DescribeQueryDefinitions: { InvalidParameterException: badToken },
    GetLogRecord: {
      InvalidParameterException: (_, ask) => ask({ logRecordPointer: "nothing" }),
      LimitExceededException: unprovokable("AWS's rates of requests protect what accounts share; a yard has none."),
      ResourceNotFoundException: (_, ask) => ask({ logRecordPointer: pointerIn("nobody") }),
    },
    GetQueryResults: { InvalidParameterException: badToken, ResourceNotFoundException: noQuery },
    DescribeResourcePolicies: { InvalidParameterException: noPage },
    ListTagsForResource: ON_ARN,
    PutLogEvents: {
      DataAlreadyAcceptedException: NEVER,
      InvalidSequenceTokenException: NEVER,
      UnrecognizedClientException: ({ account }, ask) => {
        const credentials = { accessKeyId: "AKIANOBODYNOBODYNOBO", secretAccessKey: "nobody" };
        return ask({}, account.clientWith(CloudWatchLogsClient, credentials));
      },
    },
    PutLogGroupDeletionProtection: {
      InvalidParameterException: (_, ask) => ask({ logGroupIdentifier: NO_NAME }),
      ResourceNotFoundException: (_, ask) => ask({ logGroupIdentifier: "nobody" }),
    },
    PutMetricFilter: {
      LimitExceededException: async (made, ask) => ask({ logGroupName: await withFilters(made) }),
    },
    PutQueryDefinition: {
      InvalidParameterException: (_, ask) => ask({ name: "" }),
      LimitExceededException: async ({ aws, name }, ask) => {
        for (let made = 0; made < 1_000; made += 1)
          await aws.cloudWatchLogs.putQueryDefinition({ name: name(), queryString: "limit 1" });
        return ask();
      },
      ResourceNotFoundException: (_, ask) => ask({ queryDefinitionId: NOBODY }),
    },
    PutResourcePolicy: {
      InvalidParameterException: (_, ask) => ask({ policyDocument: "nothing" }),
      LimitExceededException: async ({ aws, name }, ask) => {
        for (let made = 0; made < 10; made += 1)
          await aws.cloudWatchLogs.putResourcePolicy({ policyName: name(), policyDocument: DOCUMENT });
        return ask({ policyName: name() });
      },
      ResourceNotFoundException: unprovokable(
        "Only policies of single log groups name a resource; they answer NotImplemented.",
      ),
    },
    PutRetentionPolicy: { InvalidParameterException: (_, ask) => ask({ retentionInDays: 2 }) },
    PutSubscriptionFilter: {
      InvalidParameterException: (_, ask) => ask({ destinationArn: "nothing" }),
      LimitExceededException: async (made, ask) => ask({ logGroupName: await withSubscriptions(made) }),
    },
    StartQuery: {
      InvalidParameterException: (_, ask) => ask({ startTime: 2 }),
      LimitExceededException: async ({ yard, account }, ask) => {
        // Queries are over too soon for so many to be under way: those are written down.
        yard.yard.context.store.write((tx) => {
          for (let running = 0; running < 100; running += 1) saveQuery(tx, account, runningQuery(`running-${running}`));
        });
        return ask();
      },
      MalformedQueryException: (_, ask) => ask({ queryString: "nothing" }),
    },
    StopQuery: { InvalidParameterException: (_, ask) => ask(), ResourceNotFoundException: noQuery },
    StartLiveTail: {
      InvalidParameterException: ({ logGroupName }, ask) => ask({ logGroupIdentifiers: [logGroupName] }),
      LimitExceededException: unprovokable("AWS raises the number of sessions on request; a yard has none."),
      ResourceNotFoundException: ({ arn }, ask) => ask({ logGroupIdentifiers: [`${arn}-nobody`] }),
    },
    TagLogGroup: { InvalidParameterException: (_, ask) => ask({ tags: {} }) },
    TagResource: {
      ...ON_ARN,
      TooManyTagsException: async ({ aws, account, name }, ask) => {
        const logGroupName = name();
        await aws.cloudWatchLogs.createLogGroup({ logGroupName, tags: MOST_TAGS });
        return ask({ resourceArn: `arn:aws:logs:${account.region}:${account.account}:log-group:${logGroupName}` });
      },
    },
    TestMetricFilter: { InvalidParameterException: (_, ask) => ask({ filterPattern: "{" }) },
    UntagResource: ON_ARN,
  },
});
