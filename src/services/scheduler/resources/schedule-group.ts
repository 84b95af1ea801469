// AWS::Scheduler::ScheduleGroup.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";

/** A group of schedules. Ref is its name. */
export const scheduleGroupType: ResourceType = {
  typeName: "AWS::Scheduler::ScheduleGroup",
  properties: ["Name", "Tags"],

  async create(properties, context) {
    const given = properties["Name"];
    const Name = typeof given === "string" ? given : context.generateName({ maxLength: 64 });
    await context.aws.scheduler.createScheduleGroup({
      Name,
      ClientToken: context.clientToken,
      Tags: encodeTags({ ...context.tags, ...readTags(properties) }),
    });
    return describe(Name, context);
  },

  async read(physicalId, context) {
    const group = await ifThere(() => context.aws.scheduler.getScheduleGroup({ Name: physicalId }));
    if (group === undefined || group.State === "DELETING") return undefined;
    const { Tags = [] } = await context.aws.scheduler.listTagsForResource({ ResourceArn: String(group.Arn) });
    return { Name: physicalId, Tags: Tags.filter(({ Key }) => !Key.startsWith("aws:")) };
  },

  async list({ aws }) {
    const groups = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.scheduler.listScheduleGroups({ NextToken });
      return { items: answer.ScheduleGroups, next: answer.NextToken };
    });
    // The default group is nobody's resource.
    return groups.filter(({ Name }) => Name !== "default").map(({ Name = "" }) => ({ Name }));
  },

  async update(physicalId, properties, previous, context) {
    const { Arn: ResourceArn = "" } = await context.aws.scheduler.getScheduleGroup({ Name: physicalId });
    const tags = { ...context.tags, ...readTags(properties) };
    const TagKeys = Object.keys(readTags(previous)).filter((key) => !(key in tags));
    if (TagKeys.length > 0) await context.aws.scheduler.untagResource({ ResourceArn, TagKeys });
    if (Object.keys(tags).length > 0) await context.aws.scheduler.tagResource({ ResourceArn, Tags: encodeTags(tags) });
    return describe(physicalId, context);
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.scheduler.deleteScheduleGroup({ Name: physicalId }));
  },
};

/** The answer, or undefined if what it is about does not exist. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

async function describe(name: string, context: ResourceContext): Promise<ResourceState> {
  const { Arn, State, CreationDate, LastModificationDate } = await context.aws.scheduler.getScheduleGroup({
    Name: name,
  });
  return {
    physicalId: name,
    attributes: {
      Arn,
      State,
      CreationDate: CreationDate?.toISOString(),
      LastModificationDate: LastModificationDate?.toISOString(),
    },
  };
}

function readTags(properties: Properties): Record<string, string> {
  const list = (properties["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));
}

function encodeTags(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
