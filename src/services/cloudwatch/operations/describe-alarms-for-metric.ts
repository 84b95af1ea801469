// DescribeAlarmsForMetric: the alarms on one metric, without those on expressions.

import type {
  DescribeAlarmsForMetricCommandInput,
  DescribeAlarmsForMetricCommandOutput,
} from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeMetricAlarm } from "../alarms/describe.ts";
import { hashDimensions, parseDimensions } from "../metrics/dimensions.ts";
import type { AlarmRecord, MetricAlarmRecord } from "../records.ts";
import { listAlarms } from "../repo.ts";

type Request = Input<DescribeAlarmsForMetricCommandInput>;

export const describeAlarmsForMetric = defineOperation<Request, DescribeAlarmsForMetricCommandOutput>(
  "DescribeAlarmsForMetric",
  (input, context) =>
    context.store.read((tx) => ({
      MetricAlarms: [...listAlarms(tx, context)]
        .filter((alarm): alarm is MetricAlarmRecord => isOnMetric(alarm, input))
        .map((alarm) => describeMetricAlarm(context, alarm)),
    })),
);

function isOnMetric(alarm: AlarmRecord, input: Request): alarm is MetricAlarmRecord {
  if (alarm.kind !== "metric" || alarm.metric === undefined) return false;
  const { metric } = alarm;
  const filters = ["Statistic", "ExtendedStatistic", "Period", "Unit"] as const;
  return (
    metric.Namespace === input.Namespace &&
    metric.MetricName === input.MetricName &&
    hashDimensions(parseDimensions(metric.Dimensions)) === hashDimensions(parseDimensions(input.Dimensions)) &&
    filters.every((name) => input[name] === undefined || input[name] === metric[name])
  );
}
