// AWS::CloudWatch::Alarm.

import type { PutMetricAlarmCommandInput } from "@aws-sdk/client-cloudwatch";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { alarmArn } from "../names.ts";
import { allTags, encode, liveTags, present, requireFree, updateTags } from "./tagged.ts";

const TYPE = "AWS::CloudWatch::Alarm";

const PROPERTIES = [
  "ActionsEnabled",
  "AlarmActions",
  "AlarmDescription",
  "AlarmName",
  "ComparisonOperator",
  "DatapointsToAlarm",
  "Dimensions",
  "EvaluateLowSampleCountPercentile",
  "EvaluationPeriods",
  "ExtendedStatistic",
  "InsufficientDataActions",
  "MetricName",
  "Metrics",
  "Namespace",
  "OKActions",
  "Period",
  "Statistic",
  "Threshold",
  "TreatMissingData",
  "Unit",
] as const;

/** An alarm on a metric. Ref is its name. */
export const alarmType: ResourceType = {
  typeName: TYPE,
  properties: [...PROPERTIES, "Tags"],
  notSupported: ["Metrics.AccountId"],

  async create(properties, context) {
    const given = properties["AlarmName"];
    const name = typeof given === "string" ? given : context.generateName({ maxLength: 255 });
    await requireFree(TYPE, name, alarmArn(context, name), context);
    await context.aws.cloudWatch.putMetricAlarm({ ...request(name, properties), Tags: allTags(properties, context) });
    return describe(name, context);
  },

  async read(physicalId, context) {
    const { MetricAlarms = [] } = await context.aws.cloudWatch.describeAlarms({ AlarmNames: [physicalId] });
    const [alarm] = MetricAlarms;
    if (alarm === undefined) return undefined;
    const tags = await liveTags(String(alarm.AlarmArn), context);
    return present({ ...Object.fromEntries(PROPERTIES.map((name) => [name, alarm[name]])), ...tags });
  },

  async list({ aws }) {
    const alarms = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.cloudWatch.describeAlarms({ NextToken });
      return { items: answer.MetricAlarms, next: answer.NextToken };
    });
    return alarms.map(({ AlarmName = "" }) => ({ AlarmName }));
  },

  async update(physicalId, properties, previous, context) {
    await context.aws.cloudWatch.putMetricAlarm(request(physicalId, properties));
    await updateTags(alarmArn(context, physicalId), properties, previous, context);
    return describe(physicalId, context);
  },

  async delete(physicalId, _properties, context) {
    await context.aws.cloudWatch.deleteAlarms({ AlarmNames: [physicalId] });
  },
};

function request(name: string, properties: Properties): PutMetricAlarmCommandInput {
  const { Tags: _tags, ...members } = encode(properties) as Record<string, unknown>;
  return { ...(members as Omit<PutMetricAlarmCommandInput, "AlarmName">), AlarmName: name };
}

function describe(name: string, context: ResourceContext): ResourceState {
  return { physicalId: name, attributes: { Arn: alarmArn(context, name) } };
}
