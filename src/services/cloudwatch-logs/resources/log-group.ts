// AWS::Logs::LogGroup.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";

/** A log group. Ref is its name. */
export const logGroupType: ResourceType = {
  typeName: "AWS::Logs::LogGroup",
  properties: ["LogGroupName", "LogGroupClass", "RetentionInDays", "Tags"],

  async create(properties, context) {
    const { cloudWatchLogs } = context.aws;
    const given = properties["LogGroupName"];
    const logGroupName = typeof given === "string" ? given : context.generateName({ maxLength: 512 });
    const tags = tagsOf(properties, context);
    const logGroupClass = properties["LogGroupClass"];
    try {
      await cloudWatchLogs.createLogGroup({
        logGroupName,
        ...(Object.keys(tags).length === 0 ? {} : { tags }),
        ...(typeof logGroupClass === "string" ? { logGroupClass: logGroupClass as "STANDARD" } : {}),
      });
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "ResourceAlreadyExistsException") throw error;
      // An interrupted run of this very step made it if it has this resource's tags; else it is somebody's.
      const present = await cloudWatchLogs.listTagsLogGroup({ logGroupName });
      const isOurs = OWNER_TAGS.every((key) => tags[key] !== undefined && present.tags?.[key] === tags[key]);
      if (!isOurs)
        throw new AwsError({
          code: "AlreadyExists",
          message: `Resource of type 'AWS::Logs::LogGroup' with identifier '{"/properties/LogGroupName":"${logGroupName}"}' already exists.`,
        });
    }
    await applyRetention(logGroupName, properties, {}, context);
    return describe(logGroupName, context);
  },

  async read(logGroupName, context) {
    const { cloudWatchLogs } = context.aws;
    const { logGroups = [] } = await cloudWatchLogs.describeLogGroups({ logGroupNamePrefix: logGroupName });
    // The prefix itself sorts first among those that begin with it.
    const group = logGroups.find((found) => found.logGroupName === logGroupName);
    if (group === undefined) return undefined;
    const { tags = {} } = await cloudWatchLogs.listTagsLogGroup({ logGroupName });
    const own = Object.entries(tags).filter(([key]) => !key.startsWith("aws:"));
    return {
      LogGroupName: logGroupName,
      LogGroupClass: group.logGroupClass,
      ...(group.retentionInDays === undefined ? {} : { RetentionInDays: group.retentionInDays }),
      ...(own.length === 0 ? {} : { Tags: own.map(([Key, Value]) => ({ Key, Value })) }),
    };
  },

  list: async (context) => (await everyLogGroup(context)).map((LogGroupName) => ({ LogGroupName })),

  async update(logGroupName, properties, previous, context) {
    const { cloudWatchLogs } = context.aws;
    await applyRetention(logGroupName, properties, previous, context);
    const tags = tagsOf(properties, context);
    const gone = Object.keys(tagsOf(previous, context)).filter((key) => !(key in tags));
    if (gone.length > 0) await cloudWatchLogs.untagLogGroup({ logGroupName, tags: gone });
    if (Object.keys(tags).length > 0) await cloudWatchLogs.tagLogGroup({ logGroupName, tags });
    return describe(logGroupName, context);
  },

  async delete(logGroupName, _properties, context) {
    try {
      await context.aws.cloudWatchLogs.deleteLogGroup({ logGroupName });
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "ResourceNotFoundException") throw error;
    }
  },
};

/** The names of all log groups. */
export async function everyLogGroup({ aws }: Pick<ResourceContext, "aws">): Promise<string[]> {
  const groups = await everyPage(async (nextToken: string | undefined) => {
    const answer = await aws.cloudWatchLogs.describeLogGroups({ nextToken });
    return { items: answer.logGroups, next: answer.nextToken };
  });
  return groups.flatMap(({ logGroupName }) => logGroupName ?? []);
}

const OWNER_TAGS = ["aws:cloudformation:stack-id", "aws:cloudformation:logical-id"];

async function applyRetention(
  logGroupName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const { cloudWatchLogs } = context.aws;
  const days = properties["RetentionInDays"];
  if (days !== undefined) await cloudWatchLogs.putRetentionPolicy({ logGroupName, retentionInDays: Number(days) });
  else if (previous["RetentionInDays"] !== undefined) await cloudWatchLogs.deleteRetentionPolicy({ logGroupName });
}

function tagsOf(properties: Properties, context: ResourceContext): Record<string, string> {
  const { Tags: given } = properties;
  const list = (Array.isArray(given) ? given : []) as readonly { readonly Key: unknown; readonly Value: unknown }[];
  return { ...context.tags, ...Object.fromEntries(list.map(({ Key, Value }) => [String(Key), String(Value)])) };
}

function describe(logGroupName: string, { region, account }: ResourceContext): ResourceState {
  const arn = `arn:aws:logs:${region}:${account}:log-group:${logGroupName}:*`;
  return { physicalId: logGroupName, attributes: { Arn: arn } };
}
