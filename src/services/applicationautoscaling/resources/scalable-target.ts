// AWS::ApplicationAutoScaling::ScalableTarget, with the scheduled actions that stand in it.

import type { ScalableTarget, ScheduledAction, SuspendedState } from "@aws-sdk/client-application-auto-scaling";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { ifThere, keyOfId, targetId, typed, wireKey, type WireKey } from "./properties.ts";

/** Where the types of this service are here. */
export const NAMESPACES = ["dynamodb", "lambda", "custom-resource"] as const;

/** A resource that is scaled. Ref is its resource, dimension and namespace. */
export const scalableTargetType: ResourceType = {
  typeName: "AWS::ApplicationAutoScaling::ScalableTarget",
  properties: [
    "MaxCapacity",
    "MinCapacity",
    "ResourceId",
    "RoleARN",
    "ScalableDimension",
    "ScheduledActions",
    "ServiceNamespace",
    "SuspendedState",
    "Tags",
  ],
  keptNotEnforced: { RoleARN: "chooses the role of services that have no service-linked one" },

  async create(properties, context) {
    const key = wireKey(properties);
    const found = await find(key, context);
    const tags = { ...context.tags, ...readTags(properties) };
    const isNew = found === undefined && Object.keys(tags).length > 0;
    await context.aws.applicationAutoScaling.registerScalableTarget({
      ...key,
      ...bounds(properties),
      ...(isNew ? { Tags: tags } : {}),
    });
    context.identify(targetId(key));
    // An interrupted run of this step registered it, or somebody else: there is one target of a resource's dimension.
    if (found?.ScalableTargetARN !== undefined) await tag(found.ScalableTargetARN, properties, {}, context);
    await putActions(key, properties, {}, context);
    return state(key);
  },

  async read(physicalId, context, known = {}) {
    const key = keyOfId(physicalId);
    const target = await find(key, context);
    if (target === undefined) return undefined;
    const { Tags = {} } = await context.aws.applicationAutoScaling.listTagsForResource({
      ResourceARN: String(target.ScalableTargetARN),
    });
    const tags = Object.entries(Tags).filter(([name]) => !name.startsWith("aws:"));
    const actions = await actionsOf(key, context);
    return {
      ...key,
      MinCapacity: target.MinCapacity,
      MaxCapacity: target.MaxCapacity,
      // What is given is not used, and shown as it was given.
      RoleARN: known["RoleARN"] ?? target.RoleARN,
      SuspendedState: target.SuspendedState,
      ...(actions.length === 0 ? {} : { ScheduledActions: actions.map(readAction) }),
      ...(tags.length === 0 ? {} : { Tags: tags.map(([Key, Value]) => ({ Key, Value })) }),
    };
  },

  async list({ aws }) {
    const targets = await Promise.all(
      NAMESPACES.map((ServiceNamespace) =>
        everyPage(async (NextToken: string | undefined) => {
          const page = await aws.applicationAutoScaling.describeScalableTargets({ ServiceNamespace, NextToken });
          return { items: page.ScalableTargets, next: page.NextToken };
        }),
      ),
    );
    return targets.flat().map((target) => ({ ...wireKey(target as unknown as Properties) }));
  },

  async update(physicalId, properties, previous, context) {
    const key = keyOfId(physicalId);
    const { ScalableTargetARN: arn } = await context.aws.applicationAutoScaling.registerScalableTarget({
      ...key,
      ...bounds(properties),
    });
    await tag(String(arn), properties, previous, context);
    await putActions(key, properties, previous, context);
    return state(key);
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.applicationAutoScaling.deregisterScalableTarget(keyOfId(physicalId)));
  },
};

function state(key: WireKey): ResourceState {
  return { physicalId: targetId(key), attributes: { Id: targetId(key) } };
}

const RUNNING = {
  DynamicScalingInSuspended: false,
  DynamicScalingOutSuspended: false,
  ScheduledScalingSuspended: false,
};

function bounds(properties: Properties): {
  MinCapacity: number;
  MaxCapacity: number;
  SuspendedState: SuspendedState;
  RoleARN?: string;
} {
  const { RoleARN } = properties;
  return {
    MinCapacity: Number(properties["MinCapacity"]),
    MaxCapacity: Number(properties["MaxCapacity"]),
    SuspendedState: { ...RUNNING, ...(typed(properties["SuspendedState"] ?? {}) as SuspendedState) },
    ...(typeof RoleARN === "string" ? { RoleARN } : {}),
  };
}

async function find(key: WireKey, { aws }: Pick<ResourceContext, "aws">): Promise<ScalableTarget | undefined> {
  const { ServiceNamespace, ResourceId, ScalableDimension } = key;
  const page = await aws.applicationAutoScaling.describeScalableTargets({
    ServiceNamespace,
    ResourceIds: [ResourceId],
    ScalableDimension,
  });
  return page.ScalableTargets?.[0];
}

async function actionsOf(key: WireKey, { aws }: Pick<ResourceContext, "aws">): Promise<readonly ScheduledAction[]> {
  return everyPage(async (NextToken: string | undefined) => {
    const page = await aws.applicationAutoScaling.describeScheduledActions({ ...key, NextToken });
    return { items: page.ScheduledActions, next: page.NextToken };
  });
}

function readAction(action: ScheduledAction): Properties {
  const { ScheduledActionName, Schedule, Timezone, StartTime, EndTime, ScalableTargetAction } = action;
  return {
    ScheduledActionName,
    Schedule,
    ScalableTargetAction,
    ...(Timezone === undefined ? {} : { Timezone }),
    ...(StartTime === undefined ? {} : { StartTime: StartTime.toISOString() }),
    ...(EndTime === undefined ? {} : { EndTime: EndTime.toISOString() }),
  };
}

const listed = (properties: Properties): readonly Properties[] =>
  (properties["ScheduledActions"] ?? []) as readonly Properties[];

async function putActions(
  key: WireKey,
  properties: Properties,
  previous: Properties,
  { aws }: ResourceContext,
): Promise<void> {
  const names = new Set(listed(properties).map((action) => action["ScheduledActionName"]));
  for (const { ScheduledActionName } of listed(previous))
    if (!names.has(ScheduledActionName))
      await ifThere(() =>
        aws.applicationAutoScaling.deleteScheduledAction({ ...key, ScheduledActionName: String(ScheduledActionName) }),
      );
  const before = new Map(listed(previous).map((action) => [action["ScheduledActionName"], JSON.stringify(action)]));
  for (const action of listed(properties)) {
    // What was not changed keeps its rhythm.
    if (before.get(action["ScheduledActionName"]) === JSON.stringify(action)) continue;
    const { StartTime, EndTime, Timezone, ScalableTargetAction } = action;
    const name = { ScheduledActionName: String(action["ScheduledActionName"]) };
    // A zone that is left out would stay what it was.
    if (before.has(name.ScheduledActionName))
      await ifThere(() => aws.applicationAutoScaling.deleteScheduledAction({ ...key, ...name }));
    await aws.applicationAutoScaling.putScheduledAction({
      ...key,
      ...name,
      Schedule: String(action["Schedule"]),
      ScalableTargetAction: typed(ScalableTargetAction) as object,
      ...(typeof Timezone === "string" ? { Timezone } : {}),
      ...(typeof StartTime === "string" ? { StartTime: new Date(StartTime) } : {}),
      ...(typeof EndTime === "string" ? { EndTime: new Date(EndTime) } : {}),
    });
  }
}

function readTags(properties: Properties): Record<string, string> {
  const list = (properties["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));
}

async function tag(arn: string, properties: Properties, previous: Properties, context: ResourceContext): Promise<void> {
  const { applicationAutoScaling } = context.aws;
  const Tags = { ...context.tags, ...readTags(properties) };
  const TagKeys = Object.keys(readTags(previous)).filter((name) => !(name in Tags));
  if (TagKeys.length > 0) await applicationAutoScaling.untagResource({ ResourceARN: arn, TagKeys });
  if (Object.keys(Tags).length > 0) await applicationAutoScaling.tagResource({ ResourceARN: arn, Tags });
}
