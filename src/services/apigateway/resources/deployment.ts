// AWS::ApiGateway::Deployment.

import type { DeploymentCanarySettings } from "@aws-sdk/client-api-gateway";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import {
  changeTags,
  everyPart,
  flagOf,
  ifThere,
  nodeOf,
  numberOf,
  requiredText,
  textOf,
  textsOf,
} from "./properties.ts";
import { settingChanges, stageChanges } from "./stage-settings.ts";

/** The API as it is when this is made, and a stage of its own where the template names one. Ref is its id. */
export const deployment: ResourceType = {
  typeName: "AWS::ApiGateway::Deployment",
  properties: ["DeploymentCanarySettings", "Description", "RestApiId", "StageDescription", "StageName"],
  keptNotEnforced: {
    "StageDescription.TracingEnabled": "samples requests for X-Ray",
    "StageDescription.CacheClusterSize": "sets the cache's size and price",
    "StageDescription.CacheDataEncrypted": "encrypts cached responses",
    "StageDescription.MethodSettings.CacheDataEncrypted": "encrypts cached responses",
  },

  async create(properties, context) {
    const { id = "" } = await context.aws.apiGateway.createDeployment({
      restApiId: requiredText(properties, "RestApiId"),
      description: textOf(properties, "Description"),
      stageName: textOf(properties, "StageName"),
      canarySettings: canaryOf(properties),
    });
    context.identify(id);
    await describeStage(properties, context);
    return stateOf(id);
  },

  async read(physicalId, { aws }, known) {
    const restApiId = known === undefined ? undefined : textOf(known, "RestApiId");
    if (restApiId === undefined) return undefined;
    const found = await ifThere(() => aws.apiGateway.getDeployment({ restApiId, deploymentId: physicalId }));
    if (found === undefined) return undefined;
    return { RestApiId: restApiId, ...(found.description === undefined ? {} : { Description: found.description }) };
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGateway.getDeployments(of));
    return parts.map(({ restApiId, part }) => ({ DeploymentId: part.id ?? "", RestApiId: restApiId }));
  },

  attributesOf: (physicalId) => ({ DeploymentId: physicalId }),

  async update(physicalId, properties, previous, context) {
    const restApiId = requiredText(properties, "RestApiId");
    const description = textOf(properties, "Description");
    if (description !== textOf(previous, "Description"))
      await context.aws.apiGateway.updateDeployment({
        restApiId,
        deploymentId: physicalId,
        patchOperations: [{ op: "replace", path: "/description", value: description ?? "" }],
      });
    const stageName = textOf(properties, "StageName");
    if (stageName !== undefined && stageName !== textOf(previous, "StageName"))
      await ensureStage(restApiId, stageName, physicalId, context);
    await describeStage(properties, context);
    return stateOf(physicalId);
  },

  async delete(physicalId, properties, { aws }) {
    const restApiId = requiredText(properties, "RestApiId");
    const stageName = textOf(properties, "StageName");
    // The stage that came with the deployment goes with it, unless it serves another by now.
    const stage =
      stageName === undefined ? undefined : await ifThere(() => aws.apiGateway.getStage({ restApiId, stageName }));
    if (stageName !== undefined && stage?.deploymentId === physicalId)
      await ifThere(() => aws.apiGateway.deleteStage({ restApiId, stageName }));
    await ifThere(() => aws.apiGateway.deleteDeployment({ restApiId, deploymentId: physicalId }));
  },
};

function stateOf(id: string): ResourceState {
  return { physicalId: id, attributes: { DeploymentId: id } };
}

function canaryOf(properties: Properties): DeploymentCanarySettings | undefined {
  const node = nodeOf(properties, "DeploymentCanarySettings");
  if (node === undefined) return undefined;
  return {
    percentTraffic: numberOf(node, "PercentTraffic"),
    stageVariableOverrides: textsOf(node, "StageVariableOverrides"),
    useStageCache: flagOf(node, "UseStageCache"),
  };
}

async function ensureStage(
  restApiId: string,
  stageName: string,
  deploymentId: string,
  { aws }: ResourceContext,
): Promise<void> {
  const present = await ifThere(() => aws.apiGateway.getStage({ restApiId, stageName }));
  if (present === undefined) await aws.apiGateway.createStage({ restApiId, stageName, deploymentId });
  else
    await aws.apiGateway.updateStage({
      restApiId,
      stageName,
      patchOperations: [{ op: "replace", path: "/deploymentId", value: deploymentId }],
    });
}

/** Brings the deployment's stage to its description. */
async function describeStage(properties: Properties, context: ResourceContext): Promise<void> {
  const description = nodeOf(properties, "StageDescription");
  const stageName = textOf(properties, "StageName");
  if (description === undefined || stageName === undefined) return;
  const { apiGateway } = context.aws;
  const restApiId = requiredText(properties, "RestApiId");
  const present = await apiGateway.getStage({ restApiId, stageName });
  const patchOperations = [...stageChanges(description, present), ...settingChanges(description, present)];
  if (patchOperations.length > 0) await apiGateway.updateStage({ restApiId, stageName, patchOperations });
  if (description["Tags"] !== undefined)
    await changeTags(`restapis/${restApiId}/stages/${stageName}`, description, {}, { ...context, tags: {} });
}
