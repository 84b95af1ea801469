// AWS::Logs::SubscriptionFilter.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { everyLogGroup } from "./log-group.ts";

/** A subscription filter. Ref is its name. */
export const subscriptionFilterType: ResourceType = {
  typeName: "AWS::Logs::SubscriptionFilter",
  properties: ["DestinationArn", "Distribution", "FilterName", "FilterPattern", "LogGroupName", "RoleArn"],

  create(properties, context) {
    const given = properties["FilterName"];
    const filterName = typeof given === "string" ? given : context.generateName({ maxLength: 512 });
    return put(filterName, properties, context);
  },

  async read(filterName, context, known) {
    const logGroupName = known?.["LogGroupName"];
    if (typeof logGroupName !== "string") return undefined;
    const found = await ifThere(() =>
      context.aws.cloudWatchLogs.describeSubscriptionFilters({ logGroupName, filterNamePrefix: filterName }),
    );
    const filter = found?.subscriptionFilters?.find((candidate) => candidate.filterName === filterName);
    if (filter === undefined) return undefined;
    return {
      LogGroupName: logGroupName,
      FilterName: filterName,
      FilterPattern: filter.filterPattern,
      DestinationArn: filter.destinationArn,
      Distribution: filter.distribution,
      ...(filter.roleArn === undefined ? {} : { RoleArn: filter.roleArn }),
    };
  },

  update: (filterName, properties, _previous, context) => put(filterName, properties, context),

  async list(context) {
    const found: { LogGroupName: string; FilterName: string }[] = [];
    for (const logGroupName of await everyLogGroup(context)) {
      const parts = await everyPage(async (nextToken: string | undefined) => {
        const answer = await context.aws.cloudWatchLogs.describeSubscriptionFilters({ logGroupName, nextToken });
        return { items: answer.subscriptionFilters, next: answer.nextToken };
      });
      found.push(...parts.map(({ filterName = "" }) => ({ LogGroupName: logGroupName, FilterName: filterName })));
    }
    return found;
  },

  async delete(filterName, properties, context) {
    const logGroupName = String(properties["LogGroupName"]);
    await ifThere(() => context.aws.cloudWatchLogs.deleteSubscriptionFilter({ logGroupName, filterName }));
  },
};

async function put(filterName: string, properties: Properties, context: ResourceContext): Promise<ResourceState> {
  const { Distribution: distribution, FilterPattern: filterPattern, RoleArn: roleArn } = properties;
  await context.aws.cloudWatchLogs.putSubscriptionFilter({
    logGroupName: String(properties["LogGroupName"]),
    filterName,
    filterPattern: typeof filterPattern === "string" ? filterPattern : "",
    destinationArn: String(properties["DestinationArn"]),
    ...(typeof roleArn === "string" ? { roleArn } : {}),
    ...(typeof distribution === "string" ? { distribution: distribution as "Random" } : {}),
  });
  return { physicalId: filterName, attributes: {} };
}

async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}
