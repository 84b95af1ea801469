// AWS::CloudWatch::CompositeAlarm.

import type { PutCompositeAlarmCommandInput } from "@aws-sdk/client-cloudwatch";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { alarmArn } from "../names.ts";
import { allTags, encode, liveTags, present, requireFree, updateTags } from "./tagged.ts";

const TYPE = "AWS::CloudWatch::CompositeAlarm";

const PROPERTIES = [
  "ActionsEnabled",
  "ActionsSuppressor",
  "ActionsSuppressorExtensionPeriod",
  "ActionsSuppressorWaitPeriod",
  "AlarmActions",
  "AlarmDescription",
  "AlarmName",
  "AlarmRule",
  "InsufficientDataActions",
  "OKActions",
] as const;

/** An alarm on the states of other alarms. Ref is its name. */
export const compositeAlarmType: ResourceType = {
  typeName: TYPE,
  properties: [...PROPERTIES, "Tags"],

  async create(properties, context) {
    const given = properties["AlarmName"];
    const name = typeof given === "string" ? given : context.generateName({ maxLength: 255 });
    await requireFree(TYPE, name, alarmArn(context, name), context);
    await context.aws.cloudWatch.putCompositeAlarm({
      ...request(name, properties),
      Tags: allTags(properties, context),
    });
    return describe(name, context);
  },

  async read(physicalId, context) {
    const { CompositeAlarms = [] } = await context.aws.cloudWatch.describeAlarms({
      AlarmNames: [physicalId],
      AlarmTypes: ["CompositeAlarm"],
    });
    const [alarm] = CompositeAlarms;
    if (alarm === undefined) return undefined;
    const tags = await liveTags(String(alarm.AlarmArn), context);
    return present({ ...Object.fromEntries(PROPERTIES.map((name) => [name, alarm[name]])), ...tags });
  },

  async list({ aws }) {
    const alarms = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.cloudWatch.describeAlarms({ AlarmTypes: ["CompositeAlarm"], NextToken });
      return { items: answer.CompositeAlarms, next: answer.NextToken };
    });
    return alarms.map(({ AlarmName = "" }) => ({ AlarmName }));
  },

  async update(physicalId, properties, previous, context) {
    await context.aws.cloudWatch.putCompositeAlarm(request(physicalId, properties));
    await updateTags(alarmArn(context, physicalId), properties, previous, context);
    return describe(physicalId, context);
  },

  async delete(physicalId, _properties, context) {
    await context.aws.cloudWatch.deleteAlarms({ AlarmNames: [physicalId] });
  },
};

function request(name: string, properties: Properties): PutCompositeAlarmCommandInput {
  const { Tags: _tags, ...members } = encode(properties) as Record<string, unknown>;
  return { ...(members as Omit<PutCompositeAlarmCommandInput, "AlarmName">), AlarmName: name };
}

function describe(name: string, context: ResourceContext): ResourceState {
  return { physicalId: name, attributes: { Arn: alarmArn(context, name) } };
}
