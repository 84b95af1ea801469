// PutMetricAlarm's input as an alarm, and all that can be wrong with it.

import type { PutMetricAlarmCommandInput } from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import type { Scope } from "../../../service/context.ts";
import { invalid, notImplemented } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { isSimpleStatistic, parseStatistic } from "../metrics/statistic.ts";
import { parseQueries, periodOf } from "../queries/check.ts";
import type { Comparison, MetricAlarmRecord, QueryRecord } from "../records.ts";
import { parseActions } from "./parse-actions.ts";

type Request = Input<PutMetricAlarmCommandInput>;

/** What an alarm watches and when it goes off: all of it that an update replaces. */
export type AlarmConfiguration = Omit<MetricAlarmRecord, "configuredAtMs" | "state" | "tags">;

const BAND_COMPARISONS: ReadonlySet<string> = new Set([
  "LessThanLowerOrGreaterThanUpperThreshold",
  "LessThanLowerThreshold",
  "GreaterThanUpperThreshold",
]);
const MISSING_DATA: ReadonlySet<string> = new Set(["breaching", "notBreaching", "ignore", "missing"]);
const LOW_SAMPLE_COUNT: ReadonlySet<string> = new Set(["evaluate", "ignore"]);

/** Parses the configuration of a metric alarm; throws ValidationException. */
export function parseMetricAlarm(scope: Scope, input: Request): AlarmConfiguration {
  const { AlarmName: name, AlarmDescription: description, ActionsEnabled: isActing = true } = input;
  const watched = input.Metrics === undefined ? parseMetric(input) : parseMetrics(scope, input, input.Metrics);
  const { EvaluationPeriods: evaluationPeriods, DatapointsToAlarm: datapointsToAlarm } = input;
  if (evaluationPeriods === undefined) throw required("EvaluationPeriods");
  if (datapointsToAlarm !== undefined && datapointsToAlarm > evaluationPeriods)
    // AWS: recorded.
    throw invalid("DatapointsToAlarm must be less than or equal to EvaluationPeriods");
  requireWindow(watched.periodS, evaluationPeriods);
  return {
    v: 1,
    kind: "metric",
    name,
    description,
    isActing,
    actions: parseActions(scope, input),
    ...watched,
    evaluationPeriods,
    datapointsToAlarm,
    ...parseThreshold(input),
    missingData: parseWord(input.TreatMissingData, MISSING_DATA, "TreatMissingData"),
    lowSampleCount: parseLowSampleCount(input),
  };
}

type Watched = Pick<AlarmConfiguration, "metric" | "periodS" | "queries">;

function parseMetric(input: Request): Watched {
  const { Namespace, MetricName, Dimensions = [], Period, Statistic, ExtendedStatistic, Unit } = input;
  if (MetricName === undefined) throw required("MetricName");
  if (Namespace === undefined) throw required("Namespace");
  if (Period === undefined) throw required("Period");
  requireAlarmPeriod(Period);
  if ((Statistic === undefined) === (ExtendedStatistic === undefined))
    throw invalid("Exactly one element of Statistic and ExtendedStatistic must be specified.");
  if (
    ExtendedStatistic !== undefined &&
    (isSimpleStatistic(ExtendedStatistic) || parseStatistic(ExtendedStatistic) === undefined)
  )
    throw invalid(`The value ${ExtendedStatistic} for parameter ExtendedStatistic is not supported.`);
  const metric = {
    Namespace,
    MetricName,
    Dimensions: Dimensions.map(({ Name, Value }) => ({ Name, Value })),
    Period,
    Statistic,
    ExtendedStatistic,
    Unit,
  };
  return { metric, periodS: Period };
}

// AWS: PutMetricAlarm, Metrics: none of these goes with it.
const SINGLE_METRIC = [
  "MetricName",
  "Namespace",
  "Dimensions",
  "Period",
  "Unit",
  "Statistic",
  "ExtendedStatistic",
] as const;

function parseMetrics({ account }: Scope, input: Request, queries: readonly QueryRecord[]): Watched {
  const extra = SINGLE_METRIC.find((name) => input[name] !== undefined);
  if (extra !== undefined) throw invalid(`The parameters Metrics and ${extra} are mutually exclusive.`);
  const parsed = parseQueries(queries, account);
  const [watched, ...others] = parsed.filter(({ isReturned }) => isReturned);
  if (watched === undefined || others.length > 0)
    throw invalid("Exactly one element of the metrics list should return data.");
  const periodS = periodOf(watched, parsed);
  requireAlarmPeriod(periodS);
  return { queries, periodS };
}

/** AWS: PutMetricAlarm, Period: 10, 20, 30, and any multiple of 60. */
function requireAlarmPeriod(periodS: number): void {
  if (![10, 20, 30].includes(periodS) && periodS % 60 !== 0)
    throw invalid("Period must be 10, 20, 30 or a multiple of 60");
}

// AWS: PutMetricAlarm, Period: seven days at most, a day where periods are below an hour.
function requireWindow(periodS: number, evaluationPeriods: number): void {
  const mostS = periodS < 3_600 ? LIMITS.windowS : LIMITS.longWindowS;
  if (periodS * evaluationPeriods > mostS)
    throw invalid(
      `Metrics cannot be checked across more than ${mostS / 86_400 === 1 ? "a day" : "seven days"} (EvaluationPeriods * Period must be <= ${mostS}).`,
    );
}

function parseThreshold(input: Request): Pick<AlarmConfiguration, "comparison" | "threshold"> {
  const { ComparisonOperator, Threshold } = input;
  if (ComparisonOperator === undefined) throw required("ComparisonOperator");
  if (BAND_COMPARISONS.has(ComparisonOperator) || input.ThresholdMetricId !== undefined)
    throw notImplemented("An alarm on an anomaly detection band");
  if (Threshold === undefined) throw required("Threshold");
  return { comparison: ComparisonOperator as Comparison, threshold: Threshold };
}

function parseLowSampleCount(input: Request): string | undefined {
  const { EvaluateLowSampleCountPercentile: given, ExtendedStatistic } = input;
  const word = parseWord(given, LOW_SAMPLE_COUNT, "EvaluateLowSampleCountPercentile");
  if (word !== undefined && ExtendedStatistic === undefined)
    throw invalid("EvaluateLowSampleCountPercentile can only be specified with ExtendedStatistic.");
  return word;
}

function parseWord(given: string | undefined, allowed: ReadonlySet<string>, name: string): string | undefined {
  if (given !== undefined && !allowed.has(given))
    // AWS: recorded.
    throw invalid(
      `1 validation error detected: Value '${given}' at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must satisfy enum value set: [${[...allowed].join(", ")}]`,
    );
  return given;
}

function required(name: string): Error {
  return invalid(`The parameter ${name} is required.`);
}
