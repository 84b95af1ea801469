// How each documented error of CloudWatch is provoked.

import { instead, sweepOf, unprovokable, type Ask, type ErrorTable, type Grounds } from "./table.ts";

interface Made {
  readonly alarmName: string;
  readonly alarmArn: string;
  readonly dashboardName: string;
}

const ALARM = {
  Namespace: "space",
  MetricName: "metric",
  Statistic: "Sum",
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: "GreaterThanThreshold",
} as const;
const DASHBOARD = JSON.stringify({ widgets: [] });
const TIMES = { StartTime: new Date("2026-01-01T00:00:00Z"), EndTime: new Date("2026-01-01T01:00:00Z") };
const METRIC = { Metric: { Namespace: "space", MetricName: "metric" }, Period: 60, Stat: "Sum" };

async function prepare({ aws, account, name }: Grounds): Promise<Made> {
  const [alarmName, dashboardName] = [name(), name()] as const;
  await aws.cloudWatch.putMetricAlarm({ ...ALARM, AlarmName: alarmName });
  await aws.cloudWatch.putDashboard({ DashboardName: dashboardName, DashboardBody: DASHBOARD });
  const alarmArn = `arn:aws:cloudwatch:${account.region}:${account.account}:alarm:${alarmName}`;
  return { alarmName, alarmArn, dashboardName };
}

const ONE_PROCESS = unprovokable("One process changes a resource by one transaction after the other.");
const noName = (_: Made, ask: Ask) => ask({ AlarmName: "nobody" });
const datum = (...data: readonly object[]) => ({ MetricData: data.map((each) => ({ MetricName: "metric", ...each })) });

/** An alarm that stands in the rules of as many others as it may. */
async function manyParents({ aws, name }: Grounds): Promise<string> {
  const AlarmName = name();
  await aws.cloudWatch.putMetricAlarm({ ...ALARM, AlarmName });
  for (let parents = 0; parents < 150; parents += 1)
    await aws.cloudWatch.putCompositeAlarm({ AlarmName: name(), AlarmRule: `ALARM(${AlarmName})` });
  return AlarmName;
}

const ON_ARN = {
  ConcurrentModificationException: ONE_PROCESS,
  ConflictException: ONE_PROCESS,
  InvalidParameterValueException: (_, ask) => ask({ Tags: [{ Key: "aws:key", Value: "value" }] }),
  ResourceNotFoundException: ({ alarmArn }, ask) => ask({ ResourceARN: `${alarmArn}-nobody` }),
} satisfies ErrorTable<Made>["everywhere"];

/** The errors sweep of CloudWatch. */
export const cloudwatch = sweepOf<Made>({
  service: "cloudwatch",
  prepare,
  inputs: {
    DeleteAlarms: ({ alarmName }) => ({ AlarmNames: [alarmName] }),
    DeleteDashboards: ({ dashboardName }) => ({ DashboardNames: [dashboardName] }),
    DescribeAlarmHistory: () => ({}),
    DescribeAlarms: () => ({}),
    DescribeAlarmsForMetric: () => ({ Namespace: "space", MetricName: "metric" }),
    DisableAlarmActions: ({ alarmName }) => ({ AlarmNames: [alarmName] }),
    EnableAlarmActions: ({ alarmName }) => ({ AlarmNames: [alarmName] }),
    GetDashboard: ({ dashboardName }) => ({ DashboardName: dashboardName }),
    GetMetricData: () => ({ ...TIMES, MetricDataQueries: [{ Id: "one", MetricStat: METRIC }] }),
    GetMetricStatistics: () => ({
      ...TIMES,
      Namespace: "space",
      MetricName: "metric",
      Period: 60,
      Statistics: ["Sum"],
    }),
    ListDashboards: () => ({}),
    ListMetrics: () => ({}),
    ListTagsForResource: ({ alarmArn }) => ({ ResourceARN: alarmArn }),
    PutCompositeAlarm: ({ name, alarmName }) => ({ AlarmName: name(), AlarmRule: `ALARM(${alarmName})` }),
    PutDashboard: ({ dashboardName }) => ({ DashboardName: dashboardName, DashboardBody: DASHBOARD }),
    PutMetricAlarm: ({ name }) => ({ ...ALARM, AlarmName: name() }),
    PutMetricData: () => ({ Namespace: "space", ...datum({ Value: 1 }) }),
    SetAlarmState: ({ alarmName }) => ({ AlarmName: alarmName, StateValue: "OK", StateReason: "reason" }),
    TagResource: ({ alarmArn }) => ({ ResourceARN: alarmArn, Tags: [{ Key: "key", Value: "value" }] }),
    UntagResource: ({ alarmArn }) => ({ ResourceARN: alarmArn, TagKeys: ["key"] }),
  },
  everywhere: {
    ConflictException: ONE_PROCESS,
    InternalServiceFault: unprovokable("It would be a bug of ours."),
    InvalidNextToken: (_, ask) => ask({ NextToken: "nothing" }),
    InvalidParameterValueException: (_, ask) => ask({ NextToken: "nothing" }),
    ResourceNotFound: noName,
  },
  operations: {
    DeleteAlarms: {
      ResourceConflict: unprovokable(
        "What the reference does not explain, other alarms that need one, is a ValidationError (recorded).",
      ),
      ResourceNotFound: unprovokable(
        "AWS: DeleteAlarms (API reference): names that no alarm has do not keep the others from being deleted; DescribeAlarms tells.",
      ),
    },
    DeleteDashboards: { InvalidParameterValueException: (_, ask) => ask({ DashboardNames: [] }) },
    GetDashboard: {
      DashboardNotFoundError: instead(
        {
          code: "ResourceNotFound",
          status: 404,
          reason:
            "That is the error's code in the query protocol (the model's awsQueryError), by which the SDK names errors of CloudWatch.",
        },
        (_, ask) => ask({ DashboardName: "nobody" }),
      ),
      InvalidParameterValueException: (_, ask) => ask({ DashboardName: "not a name" }),
    },
    GetMetricStatistics: {
      InvalidParameterCombinationException: (_, ask) => ask({ ExtendedStatistics: ["p99"] }),
      InvalidParameterValueException: (_, ask) => ask({ Period: 61 }),
      MissingRequiredParameterException: (_, ask) => ask({ Statistics: undefined }),
    },
    ListTagsForResource: {
      InvalidParameterValueException: (_, ask) => ask({ ResourceARN: "nothing" }),
      ResourceNotFoundException: ON_ARN.ResourceNotFoundException,
    },
    PutCompositeAlarm: {
      LimitExceededFault: async (made, ask) => ask({ AlarmRule: `ALARM(${await manyParents(made)})` }),
    },
    PutDashboard: { DashboardInvalidInputError: (_, ask) => ask({ DashboardBody: "nothing" }) },
    PutMetricAlarm: {
      LimitExceededFault: unprovokable("AWS raises the number of alarms on request; a yard keeps what the disk holds."),
    },
    PutMetricData: {
      InvalidParameterCombinationException: (_, ask) => ask(datum({ Value: 1, Values: [1] })),
      InvalidParameterValueException: (_, ask) => ask({ Namespace: "AWS/SQS" }),
      MissingRequiredParameterException: (_, ask) => ask({ MetricData: [] }),
    },
    SetAlarmState: { InvalidFormatFault: (_, ask) => ask({ StateReasonData: "nothing" }) },
    TagResource: ON_ARN,
    UntagResource: {
      ...ON_ARN,
      InvalidParameterValueException: (_, ask) => ask({ ResourceARN: "nothing" }),
    },
  },
});
