// AWS::Events::Rule, with its targets.

import type { Target } from "@aws-sdk/client-eventbridge";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { busAddress, DEFAULT_BUS, ruleArn } from "../names.ts";
import { asWritten, hasStackTags, ifThere, optional, shownTags, taken, tagsOf, updateTags } from "./template-values.ts";

const TYPE = "AWS::Events::Rule";

/** A rule. Ref is its name, with the bus and "|" before it on a bus that is not the default one. */
export const ruleType: ResourceType = {
  typeName: TYPE,
  properties: [
    "Description",
    "EventBusName",
    "EventPattern",
    "Name",
    "RoleArn",
    "ScheduleExpression",
    "State",
    "Tags",
    "Targets",
  ],
  notSupported: [
    "Targets.AppSyncParameters",
    "Targets.BatchParameters",
    "Targets.EcsParameters",
    "Targets.RedshiftDataParameters",
    "Targets.RunCommandParameters",
    "Targets.SageMakerPipelineParameters",
  ],

  async create(properties, context) {
    const given = properties["Name"];
    const name = typeof given === "string" ? given : context.generateName({ maxLength: 64 });
    const { busName } = busAddress(context, optional(properties, "EventBusName").EventBusName);
    const rule: RuleName = { Name: name, EventBusName: busName };
    const arn = ruleArn(context, busName, name);
    const found = await ifThere(() => context.aws.eventBridge.describeRule(rule));
    if (found !== undefined && !(await hasStackTags(arn, context))) throw taken(TYPE, arn);
    await context.aws.eventBridge.putRule({ ...readRule(rule, properties), Tags: tagsOf(properties, context) });
    const state = describe(rule, context);
    context.identify(state.physicalId);
    await putTargets(rule, readTargets(properties), context);
    return state;
  },

  async read(physicalId, context, known = {}) {
    const rule = nameOf(physicalId);
    const found = await ifThere(() => context.aws.eventBridge.describeRule(rule));
    if (found === undefined) return undefined;
    const { Targets = [] } = await context.aws.eventBridge.listTargetsByRule({ ...rule, Rule: rule.Name });
    const { Description, RoleArn, ScheduleExpression, EventPattern, State } = found;
    return {
      Name: rule.Name,
      EventBusName: known["EventBusName"] ?? rule.EventBusName,
      State,
      ...(Description === undefined ? {} : { Description }),
      ...(RoleArn === undefined ? {} : { RoleArn }),
      ...(ScheduleExpression === undefined ? {} : { ScheduleExpression }),
      ...(EventPattern === undefined ? {} : { EventPattern: asWritten(EventPattern, known["EventPattern"]) }),
      Tags: await shownTags(ruleArn(context, rule.EventBusName, rule.Name), context),
      Targets,
    };
  },

  async list({ aws }) {
    const buses = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.eventBridge.listEventBuses({ NextToken });
      return { items: answer.EventBuses, next: answer.NextToken };
    });
    const rules = buses.map(({ Name: EventBusName }) =>
      everyPage(async (NextToken: string | undefined) => {
        const answer = await aws.eventBridge.listRules({ EventBusName, NextToken });
        return { items: answer.Rules, next: answer.NextToken };
      }),
    );
    return (await Promise.all(rules)).flat().map(({ Arn = "" }) => ({ Arn }));
  },

  async update(physicalId, properties, previous, context) {
    const rule = nameOf(physicalId);
    await context.aws.eventBridge.putRule(readRule(rule, properties));
    await updateTags(ruleArn(context, rule.EventBusName, rule.Name), properties, previous, context);
    const targets = readTargets(properties);
    const gone = readTargets(previous).filter(({ Id }) => targets.every((target) => target.Id !== Id));
    // First away with those that go: a rule has at most five.
    await removeTargets(rule, gone, context);
    await putTargets(rule, targets, context);
    return describe(rule, context);
  },

  async delete(physicalId, _properties, context) {
    const rule = nameOf(physicalId);
    await ifThere(async () => {
      const { Targets = [] } = await context.aws.eventBridge.listTargetsByRule({ ...rule, Rule: rule.Name });
      await removeTargets(rule, Targets, context);
      await context.aws.eventBridge.deleteRule(rule);
    });
  },
};

interface RuleName {
  readonly Name: string;
  readonly EventBusName: string;
}

function nameOf(physicalId: string): RuleName {
  const bar = physicalId.indexOf("|");
  if (bar === -1) return { Name: physicalId, EventBusName: DEFAULT_BUS };
  return { Name: physicalId.slice(bar + 1), EventBusName: physicalId.slice(0, bar) };
}

function describe({ Name, EventBusName }: RuleName, context: ResourceContext): ResourceState {
  return {
    physicalId: EventBusName === DEFAULT_BUS ? Name : `${EventBusName}|${Name}`,
    attributes: { Arn: ruleArn(context, EventBusName, Name), RuleName: Name },
  };
}

function readRule(rule: RuleName, properties: Properties) {
  return {
    ...rule,
    ...optional(properties, "Description"),
    ...optional(properties, "EventPattern"),
    ...optional(properties, "RoleArn"),
    ...optional(properties, "ScheduleExpression"),
    ...(optional(properties, "State") as { State?: "ENABLED" }),
  };
}

/** Targets in the API's form: numbers and booleans may be texts in a template. */
function readTargets(properties: Properties): readonly Target[] {
  return ((properties["Targets"] ?? []) as readonly Target[]).map((target) => {
    const { RetryPolicy } = target;
    if (RetryPolicy === undefined) return target;
    const numbers = Object.entries(RetryPolicy).map(([name, value]) => [name, Number(value)]);
    return { ...target, RetryPolicy: Object.fromEntries(numbers) as NonNullable<Target["RetryPolicy"]> };
  });
}

async function putTargets(
  { Name, EventBusName }: RuleName,
  targets: readonly Target[],
  context: ResourceContext,
): Promise<void> {
  if (targets.length > 0) await context.aws.eventBridge.putTargets({ Rule: Name, EventBusName, Targets: [...targets] });
}

async function removeTargets(
  { Name, EventBusName }: RuleName,
  targets: readonly Target[],
  context: ResourceContext,
): Promise<void> {
  if (targets.length === 0) return;
  const Ids = targets.map(({ Id = "" }) => Id);
  await context.aws.eventBridge.removeTargets({ Rule: Name, EventBusName, Ids });
}
