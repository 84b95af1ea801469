// AWS::Lambda::EventSourceMapping.

import type { CreateEventSourceMappingCommandInput, DestinationConfig } from "@aws-sdk/client-lambda";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { everyItem, flag, given, ifThere, member, number, readTags, text, texts, writeTags } from "./properties.ts";

/** A mapping. Ref is its UUID. */
export const eventSourceMappingType: ResourceType = {
  typeName: "AWS::Lambda::EventSourceMapping",
  properties: [
    "BatchSize",
    "BisectBatchOnFunctionError",
    "DestinationConfig",
    "Enabled",
    "EventSourceArn",
    "FilterCriteria",
    "FunctionName",
    "FunctionResponseTypes",
    "MaximumBatchingWindowInSeconds",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
    "ParallelizationFactor",
    "ScalingConfig",
    "StartingPosition",
    "StartingPositionTimestamp",
    "Tags",
    "TumblingWindowInSeconds",
  ],

  async create(properties, context) {
    const input = {
      ...readSettings(properties),
      ...given({
        EventSourceArn: text(properties["EventSourceArn"]),
        StartingPosition: text(
          properties["StartingPosition"],
        ) as CreateEventSourceMappingCommandInput["StartingPosition"],
        StartingPositionTimestamp: timeOf(properties["StartingPositionTimestamp"]),
      }),
      Tags: { ...context.tags, ...readTags(properties) },
    };
    try {
      const made = await context.aws.lambda.createEventSourceMapping(input);
      return state(String(made.UUID), made.EventSourceMappingArn);
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "ResourceConflictException") throw error;
      const ours = await findOurs(input, context);
      if (ours === undefined) throw error;
      return ours;
    }
  },

  async read(physicalId, context) {
    const found = await ifThere(() => context.aws.lambda.getEventSourceMapping({ UUID: physicalId }));
    if (found === undefined) return undefined;
    const { Tags: tags } = await context.aws.lambda.listTags({ Resource: String(found.EventSourceMappingArn) });
    return given({
      BatchSize: found.BatchSize,
      BisectBatchOnFunctionError: found.BisectBatchOnFunctionError,
      DestinationConfig: destinationsOf(found.DestinationConfig),
      Enabled: found.State !== "Disabled" && found.State !== "Disabling",
      EventSourceArn: found.EventSourceArn,
      FilterCriteria: found.FilterCriteria,
      FunctionName: found.FunctionArn,
      FunctionResponseTypes: found.FunctionResponseTypes,
      MaximumBatchingWindowInSeconds: found.MaximumBatchingWindowInSeconds,
      MaximumRecordAgeInSeconds: found.MaximumRecordAgeInSeconds,
      MaximumRetryAttempts: found.MaximumRetryAttempts,
      ParallelizationFactor: found.ParallelizationFactor,
      ScalingConfig: found.ScalingConfig,
      StartingPosition: found.StartingPosition,
      StartingPositionTimestamp:
        found.StartingPositionTimestamp === undefined ? undefined : found.StartingPositionTimestamp.getTime() / 1_000,
      Tags: writeTags(tags),
      TumblingWindowInSeconds: found.TumblingWindowInSeconds,
    });
  },

  async list({ aws }) {
    const mappings = await everyItem(
      (input) => aws.lambda.listEventSourceMappings(input),
      ({ EventSourceMappings }) => EventSourceMappings,
    );
    return mappings.map(({ UUID = "" }) => ({ Id: UUID }));
  },

  async update(physicalId, properties, previous, context) {
    const { EventSourceMappingArn: arn } = await context.aws.lambda.updateEventSourceMapping({
      UUID: physicalId,
      ...resetOf(properties, previous),
      ...readSettings(properties),
    });
    const tags = { ...context.tags, ...readTags(properties) };
    const gone = Object.keys(readTags(previous)).filter((key) => !(key in tags));
    if (gone.length > 0) await context.aws.lambda.untagResource({ Resource: String(arn), TagKeys: gone });
    if (Object.keys(tags).length > 0) await context.aws.lambda.tagResource({ Resource: String(arn), Tags: tags });
    return state(physicalId, arn);
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.lambda.deleteEventSourceMapping({ UUID: physicalId }));
  },
};

/** The API gives empty destinations where there are none. */
function destinationsOf({ OnFailure, OnSuccess }: DestinationConfig = {}): DestinationConfig | undefined {
  const destinations = given({
    OnFailure: OnFailure?.Destination === undefined ? undefined : OnFailure,
    OnSuccess: OnSuccess?.Destination === undefined ? undefined : OnSuccess,
  });
  return Object.keys(destinations).length === 0 ? undefined : destinations;
}

/** An interrupted run of this very step may have made it: its tags tell. */
async function findOurs(
  { EventSourceArn, FunctionName }: CreateEventSourceMappingCommandInput,
  context: ResourceContext,
): Promise<ResourceState | undefined> {
  const { EventSourceMappings: found = [] } = await context.aws.lambda.listEventSourceMappings(
    given({ EventSourceArn, FunctionName }),
  );
  for (const { UUID, EventSourceMappingArn } of found) {
    const { Tags: tags = {} } = await context.aws.lambda.listTags({ Resource: String(EventSourceMappingArn) });
    if (
      tags["aws:cloudformation:stack-id"] === context.stackId &&
      tags["aws:cloudformation:logical-id"] === context.logicalId
    )
      return state(String(UUID), EventSourceMappingArn);
  }
  return undefined;
}

function state(uuid: string, arn: string | undefined): ResourceState {
  return { physicalId: uuid, attributes: { Id: uuid, EventSourceMappingArn: arn } };
}

type Settings = Omit<CreateEventSourceMappingCommandInput, "EventSourceArn" | "StartingPosition" | "Tags">;

/** What the template no longer says goes back to its default. */
function resetOf(properties: Properties, previous: Properties): Partial<Settings> {
  const isStream = properties["StartingPosition"] !== undefined;
  const defaults: Partial<Settings> = {
    BatchSize: isStream ? 100 : 10,
    BisectBatchOnFunctionError: false,
    DestinationConfig: { OnFailure: {} },
    Enabled: true,
    FilterCriteria: { Filters: [] },
    FunctionResponseTypes: [],
    MaximumBatchingWindowInSeconds: 0,
    MaximumRecordAgeInSeconds: -1,
    MaximumRetryAttempts: -1,
    ...(isStream ? { ParallelizationFactor: 1, TumblingWindowInSeconds: 0 } : {}),
    ScalingConfig: {},
  };
  const gone = Object.entries(defaults).filter(
    ([name]) => previous[name] !== undefined && properties[name] === undefined,
  );
  return Object.fromEntries(gone);
}

function readSettings(properties: Properties): Settings {
  const filters = member(properties["FilterCriteria"], "Filters");
  const onFailure = text(member(member(properties["DestinationConfig"], "OnFailure"), "Destination"));
  const onSuccess = text(member(member(properties["DestinationConfig"], "OnSuccess"), "Destination"));
  const mostConcurrent = number(member(properties["ScalingConfig"], "MaximumConcurrency"));
  return given({
    FunctionName: text(properties["FunctionName"]) ?? "",
    BatchSize: number(properties["BatchSize"]),
    BisectBatchOnFunctionError: flag(properties["BisectBatchOnFunctionError"]),
    DestinationConfig:
      properties["DestinationConfig"] === undefined
        ? undefined
        : {
            OnFailure: given({ Destination: onFailure }),
            ...(onSuccess === undefined ? {} : { OnSuccess: { Destination: onSuccess } }),
          },
    Enabled: flag(properties["Enabled"]),
    FilterCriteria: Array.isArray(filters)
      ? { Filters: filters.map((each: unknown) => ({ Pattern: readPattern(member(each, "Pattern")) })) }
      : undefined,
    FunctionResponseTypes: texts(properties["FunctionResponseTypes"]) as Settings["FunctionResponseTypes"],
    MaximumBatchingWindowInSeconds: number(properties["MaximumBatchingWindowInSeconds"]),
    MaximumRecordAgeInSeconds: number(properties["MaximumRecordAgeInSeconds"]),
    MaximumRetryAttempts: number(properties["MaximumRetryAttempts"]),
    ParallelizationFactor: number(properties["ParallelizationFactor"]),
    ScalingConfig: mostConcurrent === undefined ? undefined : { MaximumConcurrency: mostConcurrent },
    TumblingWindowInSeconds: number(properties["TumblingWindowInSeconds"]),
  });
}

/** A template has seconds since the epoch. */
function timeOf(seconds: unknown): Date | undefined {
  const value = number(seconds);
  return value === undefined ? undefined : new Date(value * 1_000);
}

/** A template may write the pattern as an object. */
function readPattern(pattern: unknown): string {
  return typeof pattern === "string" ? pattern : JSON.stringify(pattern ?? {});
}
