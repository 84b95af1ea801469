// AWS::Logs::MetricFilter.

import type { MetricTransformation } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";

/** A metric filter. Ref is its name. */
export const metricFilterType: ResourceType = {
  typeName: "AWS::Logs::MetricFilter",
  properties: ["FilterName", "FilterPattern", "LogGroupName", "MetricTransformations"],

  create(properties, context) {
    const given = properties["FilterName"];
    const filterName = typeof given === "string" ? given : context.generateName({ maxLength: 512 });
    return put(filterName, properties, context);
  },

  async read(filterName, context, known) {
    const logGroupName = known?.["LogGroupName"];
    if (typeof logGroupName !== "string") return undefined;
    const found = await ifThere(() =>
      context.aws.cloudWatchLogs.describeMetricFilters({ logGroupName, filterNamePrefix: filterName }),
    );
    const filter = found?.metricFilters?.find((candidate) => candidate.filterName === filterName);
    if (filter === undefined) return undefined;
    return {
      LogGroupName: logGroupName,
      FilterName: filterName,
      FilterPattern: filter.filterPattern,
      MetricTransformations: filter.metricTransformations?.map(writeTransformation),
    };
  },

  update: (filterName, properties, _previous, context) => put(filterName, properties, context),

  async list({ aws }) {
    const filters = await everyPage(async (nextToken: string | undefined) => {
      const answer = await aws.cloudWatchLogs.describeMetricFilters({ nextToken });
      return { items: answer.metricFilters, next: answer.nextToken };
    });
    return filters.map(({ logGroupName = "", filterName = "" }) => ({
      LogGroupName: logGroupName,
      FilterName: filterName,
    }));
  },

  async delete(filterName, properties, context) {
    const logGroupName = String(properties["LogGroupName"]);
    await ifThere(() => context.aws.cloudWatchLogs.deleteMetricFilter({ logGroupName, filterName }));
  },
};

async function put(filterName: string, properties: Properties, context: ResourceContext): Promise<ResourceState> {
  const { FilterPattern: filterPattern, MetricTransformations: transformations } = properties;
  await context.aws.cloudWatchLogs.putMetricFilter({
    logGroupName: String(properties["LogGroupName"]),
    filterName,
    filterPattern: typeof filterPattern === "string" ? filterPattern : "",
    metricTransformations: ((transformations ?? []) as readonly TemplateTransformation[]).map(readTransformation),
  });
  return { physicalId: filterName, attributes: {} };
}

/** A transformation as templates have it: numbers may be texts, and dimensions are a list. */
interface TemplateTransformation {
  readonly MetricName: string;
  readonly MetricNamespace: string;
  readonly MetricValue: unknown;
  readonly DefaultValue?: unknown;
  readonly Dimensions?: readonly { readonly Key: string; readonly Value: string }[];
  readonly Unit?: string;
}

function readTransformation(given: TemplateTransformation): MetricTransformation {
  return {
    metricName: given.MetricName,
    metricNamespace: given.MetricNamespace,
    metricValue: String(given.MetricValue),
    ...(given.DefaultValue === undefined ? {} : { defaultValue: Number(given.DefaultValue) }),
    ...(given.Dimensions === undefined
      ? {}
      : { dimensions: Object.fromEntries(given.Dimensions.map(({ Key, Value }) => [Key, Value])) }),
    ...(given.Unit === undefined ? {} : { unit: given.Unit as NonNullable<MetricTransformation["unit"]> }),
  };
}

function writeTransformation(made: MetricTransformation): Readonly<Record<string, unknown>> {
  const { metricName, metricNamespace, metricValue, defaultValue, dimensions, unit } = made;
  return {
    MetricName: metricName,
    MetricNamespace: metricNamespace,
    MetricValue: metricValue,
    ...(defaultValue === undefined ? {} : { DefaultValue: defaultValue }),
    ...(dimensions === undefined
      ? {}
      : { Dimensions: Object.entries(dimensions).map(([Key, Value]) => ({ Key, Value })) }),
    ...(unit === undefined ? {} : { Unit: unit }),
  };
}

async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}
