// Amazon CloudWatch: metrics, alarms and dashboards. Table of contents.

import { defineService } from "../../service/service.ts";
import { actionJob, eventJob } from "./alarms/notify.ts";
import { suppressionJob } from "./alarms/suppression.ts";
import { tickJob } from "./alarms/tick.ts";
import { constraints } from "./constraints.ts";
import { housekeepingJob } from "./metrics/housekeeping.ts";
import { deleteAlarms } from "./operations/delete-alarms.ts";
import { deleteDashboards } from "./operations/delete-dashboards.ts";
import { describeAlarmHistory } from "./operations/describe-alarm-history.ts";
import { describeAlarms } from "./operations/describe-alarms.ts";
import { describeAlarmsForMetric } from "./operations/describe-alarms-for-metric.ts";
import { disableAlarmActions } from "./operations/disable-alarm-actions.ts";
import { enableAlarmActions } from "./operations/enable-alarm-actions.ts";
import { getDashboard } from "./operations/get-dashboard.ts";
import { getMetricData } from "./operations/get-metric-data.ts";
import { getMetricStatistics } from "./operations/get-metric-statistics.ts";
import { listDashboards } from "./operations/list-dashboards.ts";
import { listMetrics } from "./operations/list-metrics.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { putCompositeAlarm } from "./operations/put-composite-alarm.ts";
import { putDashboard } from "./operations/put-dashboard.ts";
import { putMetricAlarm } from "./operations/put-metric-alarm.ts";
import { putMetricData } from "./operations/put-metric-data.ts";
import { setAlarmState } from "./operations/set-alarm-state.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { permissions } from "./permissions.ts";
import { tagging } from "./resource-tagging.ts";
import { alarmType } from "./resources/alarm.ts";
import { compositeAlarmType } from "./resources/composite-alarm.ts";
import { dashboardType } from "./resources/dashboard.ts";
import { startSink } from "./sink.ts";

export const cloudWatch = defineService({
  id: "cloudwatch",
  operations: [
    deleteAlarms,
    deleteDashboards,
    describeAlarmHistory,
    describeAlarms,
    describeAlarmsForMetric,
    disableAlarmActions,
    enableAlarmActions,
    getDashboard,
    getMetricData,
    getMetricStatistics,
    listDashboards,
    listMetrics,
    listTagsForResource,
    putCompositeAlarm,
    putDashboard,
    putMetricAlarm,
    putMetricData,
    setAlarmState,
    tagResource,
    untagResource,
  ],
  permissions,
  constraints,
  unserved: {
    DescribeAlarmHistory: ["AlarmContributorId"],
    GetMetricData: ["LabelOptions"],
    ListMetrics: ["IncludeLinkedAccounts", "OwningAccount"],
    PutMetricAlarm: ["EvaluationCriteria", "EvaluationInterval"],
    PutMetricData: ["EntityMetricData", "StrictEntityValidation"],
  },
  jobs: [actionJob, eventJob, housekeepingJob, suppressionJob, tickJob],
  resourceTypes: [alarmType, compositeAlarmType, dashboardType],
  tagging,
  start: startSink,
});
