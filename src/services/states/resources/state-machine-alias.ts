// AWS::StepFunctions::StateMachineAlias.

import type { RoutingConfigurationListItem } from "@aws-sdk/client-sfn";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { shift, type Preference } from "./gradual-deployment.ts";
import { generatedName, ifThere, invalidRequest, nodeOf, textOf } from "./properties.ts";
import { everyMachineArn } from "./state-machine.ts";

/** An alias of a state machine, led by the template or by a deployment preference. Ref is its ARN. */
export const stateMachineAliasType: ResourceType = {
  typeName: "AWS::StepFunctions::StateMachineAlias",
  properties: ["DeploymentPreference", "Description", "Name", "RoutingConfiguration", "StateMachineArn"],
  keptNotEnforced: { RoutingConfiguration: "divides executions among versions, which are not there yet" },

  async create(properties, context) {
    const { stateMachineAliasArn: arn } = await context.aws.sfn.createStateMachineAlias({
      name: textOf(properties, "Name") ?? generatedName(context),
      description: textOf(properties, "Description"),
      routingConfiguration: firstRouting(properties),
    });
    return state(arn);
  },

  async read(physicalId, context, known = {}) {
    const alias = await describe(physicalId, context);
    if (alias === undefined) return undefined;
    const { name, description, routingConfiguration = [] } = alias;
    return {
      Name: name,
      ...(description === undefined ? {} : { Description: description }),
      ...(known["StateMachineArn"] === undefined
        ? {}
        : { StateMachineArn: physicalId.slice(0, physicalId.lastIndexOf(":")) }),
      RoutingConfiguration: routingConfiguration.map(({ stateMachineVersionArn, weight }) => ({
        StateMachineVersionArn: stateMachineVersionArn,
        Weight: weight,
      })),
    };
  },

  async list({ aws }) {
    const machines = await everyMachineArn(aws);
    const aliases = await Promise.all(
      machines.map((stateMachineArn) =>
        everyPage(async (nextToken: string | undefined) => {
          const answer = await aws.sfn.listStateMachineAliases({ stateMachineArn, nextToken });
          return { items: answer.stateMachineAliases, next: answer.nextToken };
        }),
      ),
    );
    return aliases.flat().map(({ stateMachineAliasArn }) => ({ Arn: stateMachineAliasArn }));
  },

  async update(physicalId, properties, _previous, context) {
    const preference = preferenceOf(properties);
    const { sfn } = context.aws;
    await sfn.updateStateMachineAlias({
      stateMachineAliasArn: physicalId,
      description: textOf(properties, "Description") ?? "",
      ...(preference === undefined ? { routingConfiguration: firstRouting(properties) } : {}),
    });
    if (preference !== undefined) await shift(physicalId, preference, context);
    return state(physicalId);
  },

  async delete(physicalId, _properties, { aws }) {
    await aws.sfn.deleteStateMachineAlias({ stateMachineAliasArn: physicalId });
  },
};

const state = (arn: string): ResourceState => ({ physicalId: arn, attributes: { Arn: arn } });

const describe = (arn: string, { aws }: ResourceContext) =>
  ifThere(() => aws.sfn.describeStateMachineAlias({ stateMachineAliasArn: arn }));

/** Where an alias leads at first: a deployment preference's version gets everything. */
function firstRouting(properties: Properties): RoutingConfigurationListItem[] {
  const preference = preferenceOf(properties);
  const given = properties["RoutingConfiguration"] as readonly Properties[] | undefined;
  // AWS: "RoutingConfiguration" and "DeploymentPreference" are mutually exclusive properties. You must define only one of these".
  if ((preference === undefined) === (given === undefined))
    throw invalidRequest("Exactly one of RoutingConfiguration and DeploymentPreference must be given.");
  if (preference !== undefined) return [{ stateMachineVersionArn: preference.versionArn, weight: 100 }];
  return (given ?? []).map((route) => ({
    stateMachineVersionArn: textOf(route, "StateMachineVersionArn") ?? "",
    weight: Number(route["Weight"]),
  }));
}

const TYPES = ["ALL_AT_ONCE", "CANARY", "LINEAR"] as const;

function preferenceOf(properties: Properties): Preference | undefined {
  const given = nodeOf(properties, "DeploymentPreference");
  if (given === undefined) return undefined;
  const type = TYPES.find((known) => known === given["Type"]);
  if (type === undefined) throw invalidRequest(`DeploymentPreference.Type must be one of ${TYPES.join(", ")}.`);
  const [percentage, minutes] = [Number(given["Percentage"]), Number(given["Interval"])];
  // AWS: "Percentage", "Interval": required unless all is shifted at once; 1 to 99 percent, 1 to 2100 minutes.
  if (type !== "ALL_AT_ONCE" && !(percentage >= 1 && percentage <= 99 && minutes >= 1 && minutes <= 2100))
    throw invalidRequest(`DeploymentPreference of the type ${type} needs a Percentage and an Interval.`);
  return {
    type,
    versionArn: textOf(given, "StateMachineVersionArn") ?? "",
    percentage,
    intervalMs: minutes * 60_000,
    alarms: ((given["Alarms"] ?? []) as readonly unknown[]).map(String),
  };
}
