// Target tracking: which alarms a policy has, and what capacity keeps the metric at its target. Pure.
// AWS: "How target tracking scaling works"; DynamoDB's alarms as AWS makes them: above the target for 2 minutes, 20 percentage points
// below it for 15 ("How do I troubleshoot issues with DynamoDB auto scaling?"), and provisioned units other than it last saw for
// three times 5 minutes. Lambda Developer Guide, "Configuring provisioned concurrency": below nine tenths of the target.

import type { PutMetricAlarmCommandInput } from "@aws-sdk/client-cloudwatch";
import type { AlarmKind, CustomizedMetric, TargetKey, TrackingRecord } from "../records.ts";

/** What of an alarm is the metric's: all but its name, description and actions. */
export type AlarmRule = Pick<
  PutMetricAlarmCommandInput,
  | "ComparisonOperator"
  | "Dimensions"
  | "EvaluationPeriods"
  | "MetricName"
  | "Metrics"
  | "Namespace"
  | "Period"
  | "Statistic"
  | "Threshold"
  | "Unit"
>;

const HIGH = "GreaterThanThreshold";
const LOW = "LessThanThreshold";
const MINUTE_S = 60;
const LOW_PERIODS = 15;

/** The alarms of a policy, for the capacity that its resource has. */
export function alarmRules(
  target: TargetKey,
  tracking: TrackingRecord,
  units: number,
): readonly (readonly [kind: AlarmKind, rule: AlarmRule])[] {
  if (isAbsolute(tracking)) return tableRules(target, tracking.TargetValue, units);
  const metric = metricOf(target, tracking);
  const { TargetValue } = tracking;
  return [
    ["AlarmHigh", { ...metric, ComparisonOperator: HIGH, EvaluationPeriods: 3, Threshold: TargetValue }],
    [
      "AlarmLow",
      { ...metric, ComparisonOperator: LOW, EvaluationPeriods: LOW_PERIODS, Threshold: tidy(TargetValue * 0.9) },
    ],
  ];
}

/** Whether the metric says what is used, and not which share of what there is: what DynamoDB counts of its tables. */
export function isAbsolute({ PredefinedMetricSpecification: metric }: TrackingRecord): boolean {
  return metric?.PredefinedMetricType.startsWith("DynamoDB") === true;
}

function tableRules(target: TargetKey, percent: number, units: number): readonly (readonly [AlarmKind, AlarmRule])[] {
  const [, table = "", , index] = target.resourceId.split("/");
  const kind = target.dimension.endsWith(":ReadCapacityUnits") ? "Read" : "Write";
  const Dimensions = [
    { Name: "TableName", Value: table },
    ...(index === undefined ? [] : [{ Name: "GlobalSecondaryIndexName", Value: index }]),
  ];
  const consumed = {
    Namespace: "AWS/DynamoDB",
    MetricName: `Consumed${kind}CapacityUnits`,
    Dimensions,
    Statistic: "Sum",
    Period: MINUTE_S,
  } as const;
  const provisioned = {
    Namespace: "AWS/DynamoDB",
    MetricName: `Provisioned${kind}CapacityUnits`,
    Dimensions,
    Statistic: "Average",
    Period: 300,
    EvaluationPeriods: 3,
    Threshold: units,
  } as const;
  const ofMinute = (share: number): number => tidy((units * MINUTE_S * share) / 100);
  return [
    ["AlarmHigh", { ...consumed, ComparisonOperator: HIGH, EvaluationPeriods: 2, Threshold: ofMinute(percent) }],
    [
      "AlarmLow",
      { ...consumed, ComparisonOperator: LOW, EvaluationPeriods: LOW_PERIODS, Threshold: ofMinute(percent - 20) },
    ],
    ["ProvisionedCapacityHigh", { ...provisioned, ComparisonOperator: HIGH }],
    ["ProvisionedCapacityLow", { ...provisioned, ComparisonOperator: LOW }],
  ];
}

type Metric = Omit<AlarmRule, "ComparisonOperator" | "EvaluationPeriods" | "Threshold">;

function metricOf({ resourceId }: TargetKey, { CustomizedMetricSpecification: customized }: TrackingRecord): Metric {
  if (customized !== undefined) return customizedMetric(customized);
  const [, name = "", qualifier = ""] = resourceId.split(":");
  return {
    Namespace: "AWS/Lambda",
    MetricName: "ProvisionedConcurrencyUtilization",
    Dimensions: [
      { Name: "FunctionName", Value: name },
      { Name: "Resource", Value: `${name}:${qualifier}` },
    ],
    Statistic: "Average",
    Period: MINUTE_S,
  };
}

function customizedMetric({ MetricName, Namespace, Dimensions, Statistic, Unit, Metrics }: CustomizedMetric): Metric {
  if (Metrics === undefined) {
    return {
      Namespace,
      MetricName,
      Dimensions: [...(Dimensions ?? [])],
      Statistic: Statistic as NonNullable<PutMetricAlarmCommandInput["Statistic"]>,
      ...(Unit === undefined ? {} : { Unit: Unit as NonNullable<PutMetricAlarmCommandInput["Unit"]> }),
      Period: MINUTE_S,
    };
  }
  return {
    Metrics: Metrics.map(({ Id, Expression, Label, MetricStat, ReturnData = true }) => ({
      Id,
      Expression,
      Label,
      ReturnData,
      ...(MetricStat === undefined
        ? {}
        : {
            MetricStat: {
              Metric: { ...MetricStat.Metric, Dimensions: [...(MetricStat.Metric.Dimensions ?? [])] },
              Period: MINUTE_S,
              Stat: MetricStat.Stat,
              ...(MetricStat.Unit === undefined
                ? {}
                : { Unit: MetricStat.Unit as NonNullable<PutMetricAlarmCommandInput["Unit"]> }),
            },
          }),
    })),
  };
}

/**
 * The capacity with which the metric is at its target, by an alarm's data points from the oldest to the newest; undefined where they
 * say nothing. AWS does not publish how it is worked out: out by the newest point; in by the highest of all, so that no minute of
 * them would have been above the target.
 */
export function trackedUnits(
  tracking: TrackingRecord,
  direction: "in" | "out",
  points: readonly number[],
  units: number,
): number | undefined {
  const newest = points.at(-1);
  if (newest === undefined) return undefined;
  const value = direction === "out" ? newest : Math.max(...points);
  const { TargetValue } = tracking;
  const wanted = isAbsolute(tracking)
    ? value / MINUTE_S / (TargetValue / 100)
    : // Nothing multiplies to nothing: the first unit comes from being above the target.
      (Math.max(units, direction === "out" ? 1 : 0) * value) / TargetValue;
  return Math.ceil(tidy(wanted));
}

/** Products of decimal fractions without the last digits' noise. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
