// AWS::Scheduler::Schedule.

import type { CreateScheduleCommandInput, Target } from "@aws-sdk/client-scheduler";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { ifThere } from "./schedule-group.ts";

const TEXTS = [
  "Description",
  "GroupName",
  "KmsKeyArn",
  "ScheduleExpression",
  "ScheduleExpressionTimezone",
  "State",
] as const;

/** A schedule. Ref is its name. */
export const scheduleType: ResourceType = {
  typeName: "AWS::Scheduler::Schedule",
  properties: [...TEXTS, "EndDate", "FlexibleTimeWindow", "Name", "StartDate", "Target"],
  notSupported: ["Target.EcsParameters", "Target.SageMakerPipelineParameters"],

  async create(properties, context) {
    const given = properties["Name"];
    const Name = typeof given === "string" ? given : context.generateName({ maxLength: 64 });
    const { ScheduleArn } = await context.aws.scheduler.createSchedule({
      ...encode(properties, Name),
      ClientToken: context.clientToken,
    });
    return describe(Name, ScheduleArn);
  },

  async read(physicalId, context, known = {}) {
    const schedule = await find(physicalId, context, known);
    if (schedule === undefined) return undefined;
    const { Arn: _arn, ActionAfterCompletion: _action, CreationDate: _created, ...rest } = schedule;
    const { LastModificationDate: _modified, StartDate, EndDate, ...properties } = rest;
    return {
      ...properties,
      ...(StartDate === undefined ? {} : { StartDate: StartDate.toISOString() }),
      ...(EndDate === undefined ? {} : { EndDate: EndDate.toISOString() }),
    };
  },

  async list({ aws }) {
    const schedules = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.scheduler.listSchedules({ NextToken });
      return { items: answer.Schedules, next: answer.NextToken };
    });
    return schedules.map(({ Name = "" }) => ({ Name }));
  },

  async update(physicalId, properties, previous, context) {
    // A schedule cannot move: another group gets another schedule of the same name.
    if (groupOf(properties) !== groupOf(previous)) {
      const made = await context.aws.scheduler.createSchedule({
        ...encode(properties, physicalId),
        ClientToken: context.clientToken,
      });
      await scheduleType.delete(physicalId, previous, context);
      return describe(physicalId, made.ScheduleArn);
    }
    const { ScheduleArn } = await context.aws.scheduler.updateSchedule(encode(properties, physicalId));
    return describe(physicalId, ScheduleArn);
  },

  async delete(physicalId, properties, context) {
    await ifThere(() => context.aws.scheduler.deleteSchedule({ Name: physicalId, GroupName: groupOf(properties) }));
  },
};

function groupOf(properties: Properties): string {
  const name = properties["GroupName"];
  return typeof name === "string" ? name : "default";
}

// The registry's identifier is the name alone: without the template, the schedule is looked for in all groups.
async function find(name: string, context: ResourceContext, known: Properties) {
  const GroupName = known["GroupName"] === undefined ? await groupWith(name, context) : groupOf(known);
  return ifThere(() => context.aws.scheduler.getSchedule({ Name: name, GroupName }));
}

async function groupWith(name: string, context: ResourceContext): Promise<string> {
  const { Schedules } = await context.aws.scheduler.listSchedules({ NamePrefix: name });
  const groups = Schedules.filter((schedule) => schedule.Name === name).map(({ GroupName = "" }) => GroupName);
  return groups.includes("default") ? "default" : (groups[0] ?? "default");
}

function describe(name: string, arn: string | undefined): ResourceState {
  return { physicalId: name, attributes: { Arn: arn } };
}

function encode(properties: Properties, Name: string): CreateScheduleCommandInput {
  const texts = Object.fromEntries(
    TEXTS.filter((name) => properties[name] !== undefined).map((name) => [name, String(properties[name])]),
  );
  const date = (name: string): Date | undefined => {
    const text = properties[name];
    return typeof text === "string" ? new Date(text) : undefined;
  };
  return {
    ...texts,
    Name,
    StartDate: date("StartDate"),
    EndDate: date("EndDate"),
    FlexibleTimeWindow: encodeNumbers(properties["FlexibleTimeWindow"]) as { Mode: "OFF" | "FLEXIBLE" },
    Target: encodeNumbers(properties["Target"]) as Target,
    ScheduleExpression: String(properties["ScheduleExpression"]),
  };
}

const NUMBERS = new Set(["MaximumEventAgeInSeconds", "MaximumRetryAttempts", "MaximumWindowInMinutes"]);

/** Templates write numbers as texts, too. */
function encodeNumbers(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, NUMBERS.has(name) ? Number(member) : encodeNumbers(member)]),
  );
}
