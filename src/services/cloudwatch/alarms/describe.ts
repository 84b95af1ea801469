// Alarms as DescribeAlarms shows them.

import type { CompositeAlarm, MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { Scope } from "../../../service/context.ts";
import { alarmArn } from "../names.ts";
import type { AlarmRecord, CompositeAlarmRecord, MetricAlarmRecord } from "../records.ts";
import { SUPPRESSION_REASONS } from "./suppression.ts";

/** An alarm by its wire names. */
export function describeAlarm(scope: Scope, alarm: AlarmRecord): CompositeAlarm | MetricAlarm {
  return alarm.kind === "metric" ? describeMetricAlarm(scope, alarm) : describeCompositeAlarm(scope, alarm);
}

export function describeMetricAlarm(scope: Scope, alarm: MetricAlarmRecord): MetricAlarm {
  const { metric, queries } = alarm;
  return {
    ...common(scope, alarm),
    ...(metric === undefined ? { Metrics: queries?.map((query) => ({ ...query })) } : (metric as MetricAlarm)),
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.missingData,
    EvaluateLowSampleCountPercentile: alarm.lowSampleCount,
  } as MetricAlarm;
}

function describeCompositeAlarm(scope: Scope, alarm: CompositeAlarmRecord): CompositeAlarm {
  const { rule, suppressor, held } = alarm;
  return {
    ...common(scope, alarm),
    AlarmRule: rule,
    ActionsSuppressor: suppressor?.alarm,
    ActionsSuppressorWaitPeriod: suppressor?.waitS,
    ActionsSuppressorExtensionPeriod: suppressor?.extensionS,
    ActionsSuppressedBy: held?.by,
    ActionsSuppressedReason: held === undefined ? undefined : SUPPRESSION_REASONS[held.by],
  };
}

function common(scope: Scope, alarm: AlarmRecord): Pick<MetricAlarm, keyof CompositeAlarm & keyof MetricAlarm> {
  const { state } = alarm;
  return {
    AlarmName: alarm.name,
    AlarmArn: alarmArn(scope, alarm.name),
    AlarmDescription: alarm.description,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAtMs),
    ActionsEnabled: alarm.isActing,
    OKActions: [...alarm.actions.OK],
    AlarmActions: [...alarm.actions.ALARM],
    InsufficientDataActions: [...alarm.actions.INSUFFICIENT_DATA],
    StateValue: state.value,
    StateReason: state.reason,
    StateReasonData: state.reasonData,
    StateUpdatedTimestamp: new Date(state.updatedAtMs),
    StateTransitionedTimestamp: new Date(state.transitionedAtMs),
  };
}
