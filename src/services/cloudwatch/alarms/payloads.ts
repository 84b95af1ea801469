// What CloudWatch tells others about an alarm: the message to topics, the event to the default bus, the input of functions. Pure.
// AWS: User Guide, "Alarm events and EventBridge", "Lambda alarm actions", "Notifying users on alarm changes".

import type { Scope } from "../../../service/context.ts";
import { alarmArn } from "../names.ts";
import type { AlarmRecord, MetricAlarmRecord, MetricStatRecord, QueryRecord, TransitionRecord } from "../records.ts";
import { eventState } from "./run.ts";
import { isoTime } from "./text.ts";

// AWS: "AWS Regions", as far as messages name them; others are named by their code.
const REGION_NAMES: Readonly<Record<string, string>> = {
  "us-east-1": "US East (N. Virginia)",
  "us-east-2": "US East (Ohio)",
  "us-west-1": "US West (N. California)",
  "us-west-2": "US West (Oregon)",
  "ca-central-1": "Canada (Central)",
  "eu-central-1": "EU (Frankfurt)",
  "eu-north-1": "EU (Stockholm)",
  "eu-west-1": "EU (Ireland)",
  "eu-west-2": "EU (London)",
  "eu-west-3": "EU (Paris)",
  "ap-northeast-1": "Asia Pacific (Tokyo)",
  "ap-northeast-2": "Asia Pacific (Seoul)",
  "ap-south-1": "Asia Pacific (Mumbai)",
  "ap-southeast-1": "Asia Pacific (Singapore)",
  "ap-southeast-2": "Asia Pacific (Sydney)",
  "sa-east-1": "South America (Sao Paulo)",
};

/** What a topic gets. */
export function topicMessage(
  scope: Scope,
  alarm: AlarmRecord,
  { from, to }: TransitionRecord,
): { readonly subject: string; readonly message: string } {
  const region = REGION_NAMES[scope.region] ?? scope.region;
  const message = {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description ?? null,
    AWSAccountId: scope.account,
    AlarmConfigurationUpdatedTimestamp: isoTime(alarm.configuredAtMs),
    NewStateValue: to.value,
    NewStateReason: to.reason,
    StateChangeTime: isoTime(to.updatedAtMs),
    Region: region,
    AlarmArn: alarmArn(scope, alarm.name),
    OldStateValue: from.value,
    OKActions: alarm.actions.OK,
    AlarmActions: alarm.actions.ALARM,
    InsufficientDataActions: alarm.actions.INSUFFICIENT_DATA,
    ...(alarm.kind === "metric" ? { Trigger: trigger(alarm) } : compositeTrigger(alarm.rule, to.reasonData)),
  };
  // AWS: SNS takes subjects of up to 100 characters.
  return { subject: `${to.value}: "${alarm.name}" in ${region}`.slice(0, 100), message: JSON.stringify(message) };
}

function compositeTrigger(rule: string, reasonData: string | undefined): Record<string, unknown> {
  const { triggeringAlarms = [] } = JSON.parse(reasonData ?? "{}") as {
    triggeringAlarms?: readonly { readonly arn: string; readonly state: { value: string; timestamp: string } }[];
  };
  return {
    AlarmRule: rule,
    TriggeringChildren: triggeringAlarms.map(({ arn, state }) => ({
      Arn: arn,
      State: { Value: state.value, Timestamp: state.timestamp },
    })),
  };
}

function trigger(alarm: MetricAlarmRecord): Record<string, unknown> {
  const { metric, queries = [], lowSampleCount = "", missingData = "missing" } = alarm;
  const common = {
    Period: alarm.periodS,
    EvaluationPeriods: alarm.evaluationPeriods,
    ...(alarm.datapointsToAlarm === undefined ? {} : { DatapointsToAlarm: alarm.datapointsToAlarm }),
    ComparisonOperator: alarm.comparison,
    Threshold: alarm.threshold,
    TreatMissingData: missingData,
    EvaluateLowSampleCountPercentile: lowSampleCount,
  };
  if (metric === undefined) return { ...common, Metrics: queries.map(triggerQuery) };
  const { MetricName, Namespace, Statistic, ExtendedStatistic, Unit, Dimensions } = metric;
  return {
    MetricName,
    Namespace,
    ...(Statistic === undefined
      ? { StatisticType: "ExtendedStatistic", ExtendedStatistic }
      : { StatisticType: "Statistic", Statistic: STATISTICS[Statistic] ?? Statistic }),
    Unit: Unit ?? null,
    Dimensions: dimensionPairs(Dimensions),
    ...common,
  };
}

const STATISTICS: Readonly<Record<string, string>> = {
  Average: "AVERAGE",
  Maximum: "MAXIMUM",
  Minimum: "MINIMUM",
  SampleCount: "SAMPLE_COUNT",
  Sum: "SUM",
};

function dimensionPairs(dimensions: MetricStatRecord["Metric"]["Dimensions"]): { value: string; name: string }[] {
  return (dimensions ?? []).map(({ Name, Value }) => ({ value: Value, name: Name }));
}

function triggerQuery({ Id, Label, Expression, MetricStat, ReturnData }: QueryRecord): Record<string, unknown> {
  const stat =
    MetricStat === undefined
      ? {}
      : {
          MetricStat: {
            Metric: {
              Dimensions: dimensionPairs(MetricStat.Metric.Dimensions),
              MetricName: MetricStat.Metric.MetricName,
              Namespace: MetricStat.Metric.Namespace,
            },
            Period: MetricStat.Period,
            Stat: MetricStat.Stat,
          },
        };
  return { ...(Expression === undefined ? {} : { Expression }), Id, Label, ...stat, ReturnData: ReturnData ?? true };
}

/** The detail of the event "CloudWatch Alarm State Change". */
export function eventDetail(alarm: AlarmRecord, { from, to }: TransitionRecord): Record<string, unknown> {
  const by = alarm.kind === "composite" ? alarm.held?.by : undefined;
  return {
    alarmName: alarm.name,
    state: { ...eventState(to), ...(by === undefined ? {} : { actionsSuppressedBy: by }) },
    previousState: eventState(from),
    configuration: eventConfiguration(alarm),
  };
}

/** The input of a function. */
export function functionInput(scope: Scope, alarm: AlarmRecord, transition: TransitionRecord): Record<string, unknown> {
  const { from, to } = transition;
  return {
    source: "aws.cloudwatch",
    alarmArn: alarmArn(scope, alarm.name),
    accountId: scope.account,
    time: isoTime(to.updatedAtMs),
    region: scope.region,
    alarmData: {
      alarmName: alarm.name,
      state: eventState(to),
      previousState: eventState(from),
      configuration: eventConfiguration(alarm),
    },
  };
}

function eventConfiguration(alarm: AlarmRecord): Record<string, unknown> {
  const description = alarm.description === undefined ? {} : { description: alarm.description };
  if (alarm.kind === "metric") return { ...description, metrics: eventMetrics(alarm) };
  const { suppressor } = alarm;
  return {
    ...description,
    alarmRule: alarm.rule,
    ...(suppressor === undefined
      ? {}
      : {
          actionsSuppressor: suppressor.alarm,
          actionsSuppressorWaitPeriod: suppressor.waitS,
          actionsSuppressorExtensionPeriod: suppressor.extensionS,
        }),
  };
}

function eventMetrics({ metric, queries = [], name }: MetricAlarmRecord): readonly Record<string, unknown>[] {
  if (metric === undefined)
    return queries.map(({ Id, Expression, Label, MetricStat, ReturnData }) => ({
      id: Id,
      ...(Expression === undefined ? {} : { expression: Expression }),
      ...(Label === undefined ? {} : { label: Label }),
      ...(MetricStat === undefined ? {} : { metricStat: eventStat(MetricStat) }),
      returnData: ReturnData ?? true,
    }));
  const { Namespace, MetricName, Dimensions, Period, Statistic, ExtendedStatistic, Unit } = metric;
  const stat = {
    Metric: { Namespace, MetricName, Dimensions },
    Period,
    Stat: Statistic ?? ExtendedStatistic ?? "",
    Unit,
  };
  // AWS gives the metric of an alarm that names none an id of its own.
  return [{ id: idOf(name), metricStat: eventStat(stat), returnData: true }];
}

function eventStat({ Metric, Period, Stat, Unit }: MetricStatRecord): Record<string, unknown> {
  return {
    metric: {
      namespace: Metric.Namespace,
      name: Metric.MetricName,
      dimensions: Object.fromEntries((Metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value])),
    },
    period: Period,
    stat: Stat,
    ...(Unit === undefined ? {} : { unit: Unit }),
  };
}

/** The same id in each event of an alarm, in the form of a UUID. */
function idOf(name: string): string {
  const digits = Buffer.from(name.padEnd(16, "\0")).toString("hex").slice(0, 32);
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    "-",
  );
}
