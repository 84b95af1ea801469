// What CloudWatch takes, as data. AWS: "CloudWatch service quotas" and the API reference.

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

export const LIMITS = {
  /** Bytes of a PutMetricData request, after decompression. AWS: 1 MB for HTTP POST requests. */
  putBytes: 1_048_576,
  data: 1_000,
  values: 150,
  /** Values lie between -2^360 and 2^360. */
  magnitude: 2 ** 360,
  oldestS: 14 * DAY_S,
  furthestS: 2 * HOUR_S,
  /** A metric without new data for so long is not listed any more. AWS: "View available metrics": two weeks. */
  listedS: 14 * DAY_S,
  recentlyActiveS: 3 * HOUR_S,
  listedMetrics: 500,
  statisticsPoints: 1_440,
  queries: 500,
  dataPoints: 100_800,
  alarmPage: 50,
  historyPage: 100,
  /** AWS: "Alarm history is retained for 30 days". */
  historyMs: 30 * DAY_S * 1_000,
  /** Period times evaluation periods: a day for periods below an hour, else seven. AWS: PutMetricAlarm, Period. */
  windowS: DAY_S,
  longWindowS: 7 * DAY_S,
  ruleElements: 500,
  ruleAlarms: 100,
  /** Composite alarms in whose rules an alarm stands. AWS: PutCompositeAlarm: "as many as 150 composite alarms". */
  alarmParents: 150,
  dashboardWidgets: 500,
  tags: 50,
} as const;

/**
 * How long data points of a resolution can be had; then they are folded into the next one. AWS: GetMetricStatistics:
 * 3 hours, 15 days, 63 days, 455 days.
 */
export const RETENTION: readonly { readonly resolutionS: number; readonly keptS: number }[] = [
  { resolutionS: 1, keptS: 3 * HOUR_S },
  { resolutionS: MINUTE_S, keptS: 15 * DAY_S },
  { resolutionS: 5 * MINUTE_S, keptS: 63 * DAY_S },
  { resolutionS: HOUR_S, keptS: 455 * DAY_S },
];
