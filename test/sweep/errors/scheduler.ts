// How each documented error of EventBridge Scheduler is provoked.

import { findGroup } from "../../../src/services/scheduler/groups.ts";
import { LIMITS } from "../../../src/services/scheduler/limits.ts";
import { saveGroup } from "../../../src/services/scheduler/repo.ts";
import { groundsFor } from "./grounds.ts";
import { sweepOf, unprovokable, type ErrorTable, type Grounds } from "./table.ts";

interface Made {
  /** What every schedule is made of but its name. */
  readonly settings: object;
  readonly groupName: string;
  readonly groupArn: string;
  /** A schedule of the group. */
  readonly scheduleName: string;
  /** A group whose deletion has begun and does not end, with a schedule that it had. */
  deleting(): Promise<{ readonly GroupName: string; readonly arn: string }>;
}

async function prepare(grounds: Grounds): Promise<Made> {
  const { aws, account, name, yard } = grounds;
  const RoleName = name();
  const trust = { Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  await aws.iam.createRole({ RoleName, AssumeRolePolicyDocument });
  const settings = {
    ScheduleExpression: "rate(1 day)",
    FlexibleTimeWindow: { Mode: "OFF" as const },
    Target: {
      Arn: `arn:aws:sqs:${account.region}:${account.account}:nobody`,
      RoleArn: `arn:aws:iam::${account.account}:role/${RoleName}`,
    },
  };
  const group = async (): Promise<{ readonly GroupName: string; readonly arn: string }> => {
    const GroupName = name();
    const { ScheduleGroupArn } = await aws.scheduler.createScheduleGroup({ Name: GroupName });
    return { GroupName, arn: ScheduleGroupArn };
  };
  const { GroupName: groupName, arn: groupArn } = await group();
  const scheduleName = name();
  await aws.scheduler.createSchedule({ ...settings, Name: scheduleName, GroupName: groupName });
  return { settings, groupName, groupArn, scheduleName, deleting };

  // A deletion is over at once here, so one that is under way is written down.
  async function deleting(): Promise<{ readonly GroupName: string; readonly arn: string }> {
    const made = await group();
    yard.yard.context.store.write((tx) => {
      const record = findGroup(tx, account, made.GroupName);
      if (record === undefined) throw new Error("The group is not there.");
      saveGroup(tx, account, { ...record, isDeleting: true });
    });
    return made;
  }
}

const ON_GROUP = {
  ConflictException: async ({ deleting }, ask) => ask({ ResourceArn: (await deleting()).arn }),
  ResourceNotFoundException: ({ groupArn }, ask) => ask({ ResourceArn: `${groupArn}-nobody` }),
  ValidationException: (_, ask) => ask({ ResourceArn: "nothing" }),
} satisfies ErrorTable<Made>["everywhere"];
const { ConflictException: _, ...READ_GROUP } = ON_GROUP;

const NOTHING_MORE = unprovokable("It makes nothing of which an account has a number.");
const AT_ONCE = unprovokable(
  "Deletions are over at once and can be repeated: none meets another half-way, and the API reference names no other case.",
);
const NO_SUCH_NAME = { Name: "nobody" };

/** The errors sweep of EventBridge Scheduler. */
export const scheduler = sweepOf<Made>({
  service: "scheduler",
  prepare,
  inputs: {
    CreateSchedule: ({ settings, name }) => ({ ...settings, Name: name() }),
    CreateScheduleGroup: ({ name }) => ({ Name: name() }),
    DeleteSchedule: ({ groupName, scheduleName }) => ({ GroupName: groupName, Name: scheduleName }),
    DeleteScheduleGroup: ({ groupName }) => ({ Name: groupName }),
    GetSchedule: ({ groupName, scheduleName }) => ({ GroupName: groupName, Name: scheduleName }),
    GetScheduleGroup: ({ groupName }) => ({ Name: groupName }),
    ListScheduleGroups: () => ({}),
    ListSchedules: () => ({}),
    ListTagsForResource: ({ groupArn }) => ({ ResourceArn: groupArn }),
    TagResource: ({ groupArn }) => ({ ResourceArn: groupArn, Tags: [{ Key: "key", Value: "value" }] }),
    UntagResource: ({ groupArn }) => ({ ResourceArn: groupArn, TagKeys: ["key"] }),
    UpdateSchedule: ({ settings, groupName, scheduleName }) => ({
      ...settings,
      GroupName: groupName,
      Name: scheduleName,
    }),
  },
  everywhere: {
    InternalServerException: unprovokable("It would be a bug of ours."),
    ResourceNotFoundException: (_made, ask) => ask(NO_SUCH_NAME),
    ServiceQuotaExceededException: NOTHING_MORE,
    ThrottlingException: unprovokable("AWS's rates of requests protect what accounts share; a yard has none."),
    ValidationException: (_made, ask) => ask({ Name: "not a name" }),
  },
  operations: {
    CreateSchedule: {
      ConflictException: ({ groupName, scheduleName }, ask) => ask({ GroupName: groupName, Name: scheduleName }),
      ResourceNotFoundException: (_made, ask) => ask({ GroupName: "nobody" }),
      ServiceQuotaExceededException: unprovokable(
        "AWS lets an account have millions of schedules and more on request; a yard keeps what the disk holds.",
      ),
      ValidationException: (_made, ask) => ask({ ScheduleExpression: "rate(0 days)" }),
    },
    CreateScheduleGroup: {
      ConflictException: ({ groupName }, ask) => ask({ Name: groupName }),
      ServiceQuotaExceededException: async ({ yard, name }, ask) => {
        const full = await groundsFor(yard, "scheduler");
        for (let made = 1; made < LIMITS.groups; made += 1)
          await full.aws.scheduler.createScheduleGroup({ Name: name() });
        return ask({}, await full.user("scheduler:*"));
      },
    },
    DeleteSchedule: { ConflictException: AT_ONCE },
    DeleteScheduleGroup: { ConflictException: AT_ONCE },
    ListScheduleGroups: { ValidationException: (_made, ask) => ask({ MaxResults: 101 }) },
    ListSchedules: {
      ResourceNotFoundException: (_made, ask) => ask({ GroupName: "nobody" }),
      ValidationException: (_made, ask) => ask({ MaxResults: 101 }),
    },
    ListTagsForResource: READ_GROUP,
    TagResource: ON_GROUP,
    UntagResource: ON_GROUP,
    UpdateSchedule: {
      ConflictException: async ({ deleting }, ask) => ask({ GroupName: (await deleting()).GroupName }),
      ValidationException: (_made, ask) => ask({ ScheduleExpression: "rate(0 days)" }),
    },
  },
});
