// The constraints of CloudWatch, as its API reference declares them.

import type { Constraints } from "../../service/constraints.ts";

const ACCOUNT_ID = { length: [1, 255] } as const;
const ACTION_PREFIX = { length: [1, 1024] } as const;
const ALARM_ARN = { length: [1, 1600] } as const;
const ALARM_DESCRIPTION = { length: [0, 1024] } as const;
const ALARM_NAME = { length: [1, 255] } as const;
const ALARM_NAME_PREFIX = { length: [1, 255] } as const;
const ALARM_NAMES = { length: [0, 100] } as const;
const ALARM_RULE = { length: [1, 10240] } as const;
const ALARM_TYPE = { oneOf: ["CompositeAlarm", "MetricAlarm"] } as const;
const AMAZON_RESOURCE_NAME = { length: [1, 1024] } as const;
const COMPARISON_OPERATOR = {
  oneOf: [
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
    "GreaterThanUpperThreshold",
  ],
} as const;
const CONTRIBUTOR_ID = { length: [1, 16] } as const;
const DATAPOINTS_TO_ALARM = { range: [1, Number.MAX_SAFE_INTEGER] } as const;
const DIMENSION_FILTERS = { length: [0, 10] } as const;
const DIMENSION_NAME = { length: [1, 255] } as const;
const DIMENSION_VALUE = { length: [1, 1024] } as const;
const DIMENSIONS = { length: [0, 30] } as const;
const EVALUATE_LOW_SAMPLE_COUNT_PERCENTILE = { length: [1, 255] } as const;
const EVALUATION_INTERVAL = { range: [10, 3600] } as const;
const EVALUATION_PERIODS = { range: [1, Number.MAX_SAFE_INTEGER] } as const;
const EXTENDED_STATISTICS = { length: [1, 10] } as const;
const HISTORY_ITEM_TYPE = {
  oneOf: ["ConfigurationUpdate", "StateUpdate", "Action", "AlarmContributorStateUpdate", "AlarmContributorAction"],
} as const;
const MAX_RECORDS = { range: [1, 100] } as const;
const METRIC_EXPRESSION = { length: [1, 2048] } as const;
const METRIC_ID = { length: [1, 255] } as const;
const METRIC_NAME = { length: [1, 255] } as const;
const NAMESPACE = { length: [1, 255], pattern: "[^:].*" } as const;
const PENDING_PERIOD = { range: [0, 86400] } as const;
const PERIOD = { range: [1, Number.MAX_SAFE_INTEGER] } as const;
const QUERY = { length: [1, 10000] } as const;
const RECENTLY_ACTIVE = { oneOf: ["PT3H"] } as const;
const RECOVERY_PERIOD = { range: [0, 86400] } as const;
const RESOURCE_LIST = { length: [0, 5] } as const;
const RESOURCE_NAME = { length: [1, 1024] } as const;
const SCAN_BY = { oneOf: ["TimestampDescending", "TimestampAscending"] } as const;
const STANDARD_UNIT = {
  oneOf: [
    "Seconds",
    "Microseconds",
    "Milliseconds",
    "Bytes",
    "Kilobytes",
    "Megabytes",
    "Gigabytes",
    "Terabytes",
    "Bits",
    "Kilobits",
    "Megabits",
    "Gigabits",
    "Terabits",
    "Percent",
    "Count",
    "Bytes/Second",
    "Kilobytes/Second",
    "Megabytes/Second",
    "Gigabytes/Second",
    "Terabytes/Second",
    "Bits/Second",
    "Kilobits/Second",
    "Megabits/Second",
    "Gigabits/Second",
    "Terabits/Second",
    "Count/Second",
    "None",
  ],
} as const;
const STATE_REASON = { length: [0, 1023] } as const;
const STATE_REASON_DATA = { length: [0, 4000] } as const;
const STATE_VALUE = { oneOf: ["OK", "ALARM", "INSUFFICIENT_DATA"] } as const;
const STATISTIC = { oneOf: ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] } as const;
const STATISTICS = { length: [1, 5] } as const;
const STORAGE_RESOLUTION = { range: [1, Number.MAX_SAFE_INTEGER] } as const;
const TAG_KEY = { length: [1, 128] } as const;
const TAG_VALUE = { length: [0, 256] } as const;
const TREAT_MISSING_DATA = { length: [1, 255] } as const;

export const constraints: Constraints = {
  DeleteAlarms: {
    AlarmNames: ALARM_NAMES,
    "AlarmNames.member": ALARM_NAME,
  },
  DeleteDashboards: {},
  DescribeAlarmHistory: {
    AlarmName: ALARM_NAME,
    AlarmContributorId: CONTRIBUTOR_ID,
    "AlarmTypes.member": ALARM_TYPE,
    HistoryItemType: HISTORY_ITEM_TYPE,
    MaxRecords: MAX_RECORDS,
    ScanBy: SCAN_BY,
  },
  DescribeAlarms: {
    AlarmNames: ALARM_NAMES,
    "AlarmNames.member": ALARM_NAME,
    AlarmNamePrefix: ALARM_NAME_PREFIX,
    "AlarmTypes.member": ALARM_TYPE,
    ChildrenOfAlarmName: ALARM_NAME,
    ParentsOfAlarmName: ALARM_NAME,
    StateValue: STATE_VALUE,
    ActionPrefix: ACTION_PREFIX,
    MaxRecords: MAX_RECORDS,
  },
  DescribeAlarmsForMetric: {
    MetricName: METRIC_NAME,
    Namespace: NAMESPACE,
    Statistic: STATISTIC,
    Dimensions: DIMENSIONS,
    "Dimensions.member.Name": DIMENSION_NAME,
    "Dimensions.member.Value": DIMENSION_VALUE,
    Period: PERIOD,
    Unit: STANDARD_UNIT,
  },
  DisableAlarmActions: {
    AlarmNames: ALARM_NAMES,
    "AlarmNames.member": ALARM_NAME,
  },
  EnableAlarmActions: {
    AlarmNames: ALARM_NAMES,
    "AlarmNames.member": ALARM_NAME,
  },
  GetDashboard: {},
  GetMetricData: {
    "MetricDataQueries.member.Id": METRIC_ID,
    "MetricDataQueries.member.MetricStat.Metric.Namespace": NAMESPACE,
    "MetricDataQueries.member.MetricStat.Metric.MetricName": METRIC_NAME,
    "MetricDataQueries.member.MetricStat.Metric.Dimensions": DIMENSIONS,
    "MetricDataQueries.member.MetricStat.Metric.Dimensions.member.Name": DIMENSION_NAME,
    "MetricDataQueries.member.MetricStat.Metric.Dimensions.member.Value": DIMENSION_VALUE,
    "MetricDataQueries.member.MetricStat.Period": PERIOD,
    "MetricDataQueries.member.MetricStat.Unit": STANDARD_UNIT,
    "MetricDataQueries.member.Expression": METRIC_EXPRESSION,
    "MetricDataQueries.member.Period": PERIOD,
    "MetricDataQueries.member.AccountId": ACCOUNT_ID,
    ScanBy: SCAN_BY,
  },
  GetMetricStatistics: {
    Namespace: NAMESPACE,
    MetricName: METRIC_NAME,
    Dimensions: DIMENSIONS,
    "Dimensions.member.Name": DIMENSION_NAME,
    "Dimensions.member.Value": DIMENSION_VALUE,
    Period: PERIOD,
    Statistics: STATISTICS,
    "Statistics.member": STATISTIC,
    ExtendedStatistics: EXTENDED_STATISTICS,
    Unit: STANDARD_UNIT,
  },
  ListDashboards: {},
  ListMetrics: {
    Namespace: NAMESPACE,
    MetricName: METRIC_NAME,
    Dimensions: DIMENSION_FILTERS,
    "Dimensions.member.Name": DIMENSION_NAME,
    "Dimensions.member.Value": DIMENSION_VALUE,
    RecentlyActive: RECENTLY_ACTIVE,
    OwningAccount: ACCOUNT_ID,
  },
  ListTagsForResource: {
    ResourceARN: AMAZON_RESOURCE_NAME,
  },
  PutCompositeAlarm: {
    AlarmActions: RESOURCE_LIST,
    "AlarmActions.member": RESOURCE_NAME,
    AlarmDescription: ALARM_DESCRIPTION,
    AlarmName: ALARM_NAME,
    AlarmRule: ALARM_RULE,
    InsufficientDataActions: RESOURCE_LIST,
    "InsufficientDataActions.member": RESOURCE_NAME,
    OKActions: RESOURCE_LIST,
    "OKActions.member": RESOURCE_NAME,
    "Tags.member.Key": TAG_KEY,
    "Tags.member.Value": TAG_VALUE,
    ActionsSuppressor: ALARM_ARN,
  },
  PutDashboard: {
    "Tags.member.Key": TAG_KEY,
    "Tags.member.Value": TAG_VALUE,
  },
  PutMetricAlarm: {
    AlarmName: ALARM_NAME,
    AlarmDescription: ALARM_DESCRIPTION,
    OKActions: RESOURCE_LIST,
    "OKActions.member": RESOURCE_NAME,
    AlarmActions: RESOURCE_LIST,
    "AlarmActions.member": RESOURCE_NAME,
    InsufficientDataActions: RESOURCE_LIST,
    "InsufficientDataActions.member": RESOURCE_NAME,
    MetricName: METRIC_NAME,
    Namespace: NAMESPACE,
    Statistic: STATISTIC,
    Dimensions: DIMENSIONS,
    "Dimensions.member.Name": DIMENSION_NAME,
    "Dimensions.member.Value": DIMENSION_VALUE,
    Period: PERIOD,
    Unit: STANDARD_UNIT,
    EvaluationPeriods: EVALUATION_PERIODS,
    DatapointsToAlarm: DATAPOINTS_TO_ALARM,
    ComparisonOperator: COMPARISON_OPERATOR,
    TreatMissingData: TREAT_MISSING_DATA,
    EvaluateLowSampleCountPercentile: EVALUATE_LOW_SAMPLE_COUNT_PERCENTILE,
    "Metrics.member.Id": METRIC_ID,
    "Metrics.member.MetricStat.Metric.Namespace": NAMESPACE,
    "Metrics.member.MetricStat.Metric.MetricName": METRIC_NAME,
    "Metrics.member.MetricStat.Metric.Dimensions": DIMENSIONS,
    "Metrics.member.MetricStat.Metric.Dimensions.member.Name": DIMENSION_NAME,
    "Metrics.member.MetricStat.Metric.Dimensions.member.Value": DIMENSION_VALUE,
    "Metrics.member.MetricStat.Period": PERIOD,
    "Metrics.member.MetricStat.Unit": STANDARD_UNIT,
    "Metrics.member.Expression": METRIC_EXPRESSION,
    "Metrics.member.Period": PERIOD,
    "Metrics.member.AccountId": ACCOUNT_ID,
    "Tags.member.Key": TAG_KEY,
    "Tags.member.Value": TAG_VALUE,
    ThresholdMetricId: METRIC_ID,
    "EvaluationCriteria.PromQLCriteria.Query": QUERY,
    "EvaluationCriteria.PromQLCriteria.PendingPeriod": PENDING_PERIOD,
    "EvaluationCriteria.PromQLCriteria.RecoveryPeriod": RECOVERY_PERIOD,
    EvaluationInterval: EVALUATION_INTERVAL,
  },
  PutMetricData: {
    Namespace: NAMESPACE,
    "MetricData.member.MetricName": METRIC_NAME,
    "MetricData.member.Dimensions": DIMENSIONS,
    "MetricData.member.Dimensions.member.Name": DIMENSION_NAME,
    "MetricData.member.Dimensions.member.Value": DIMENSION_VALUE,
    "MetricData.member.Unit": STANDARD_UNIT,
    "MetricData.member.StorageResolution": STORAGE_RESOLUTION,
  },
  SetAlarmState: {
    AlarmName: ALARM_NAME,
    StateValue: STATE_VALUE,
    StateReason: STATE_REASON,
    StateReasonData: STATE_REASON_DATA,
  },
  TagResource: {
    ResourceARN: AMAZON_RESOURCE_NAME,
    "Tags.member.Key": TAG_KEY,
    "Tags.member.Value": TAG_VALUE,
  },
  UntagResource: {
    ResourceARN: AMAZON_RESOURCE_NAME,
    "TagKeys.member": TAG_KEY,
  },
};
