// AWS::ApiGateway::Stage.

import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { changeTags, everyApiId, ifThere, isOwn, requiredText, shownTags, tagsOf, textOf } from "./properties.ts";
import { settingChanges, shownStage, stageChanges } from "./stage-settings.ts";

/** A name under which a deployment is served. Ref is that name. */
export const stage: ResourceType = {
  typeName: "AWS::ApiGateway::Stage",
  properties: [
    "AccessLogSetting",
    "CacheClusterEnabled",
    "CacheClusterSize",
    "CanarySetting",
    "ClientCertificateId",
    "DeploymentId",
    "Description",
    "DocumentationVersion",
    "MethodSettings",
    "RestApiId",
    "StageName",
    "Tags",
    "TracingEnabled",
    "Variables",
  ],
  keptNotEnforced: {
    TracingEnabled: "samples requests for X-Ray",
    CacheClusterSize: "sets the cache's size and price",
    "MethodSettings.CacheDataEncrypted": "encrypts cached responses",
  },

  async create(properties, context) {
    const restApiId = requiredText(properties, "RestApiId");
    // AWS: a stage without a name is called "default".
    const stageName = textOf(properties, "StageName") ?? "default";
    const present = await ifThere(() => context.aws.apiGateway.getStage({ restApiId, stageName }));
    if (!isOwn(present?.tags, context))
      await context.aws.apiGateway.createStage({
        restApiId,
        stageName,
        deploymentId: requiredText(properties, "DeploymentId"),
        tags: tagsOf(properties, context),
      });
    context.identify(stageName);
    await configure(stageName, properties, context);
    return { physicalId: stageName, attributes: {} };
  },

  async read(physicalId, { aws }, known) {
    const restApiId = known === undefined ? undefined : textOf(known, "RestApiId");
    if (restApiId === undefined) return undefined;
    const found = await ifThere(() => aws.apiGateway.getStage({ restApiId, stageName: physicalId }));
    return found === undefined
      ? undefined
      : { RestApiId: restApiId, ...shownStage(found, known), Tags: shownTags(found.tags) };
  },

  async list(context) {
    const found: { RestApiId: string; StageName: string }[] = [];
    for (const restApiId of await everyApiId(context)) {
      const { item = [] } = await context.aws.apiGateway.getStages({ restApiId });
      found.push(...item.map(({ stageName = "" }) => ({ RestApiId: restApiId, StageName: stageName })));
    }
    return found;
  },

  async update(physicalId, properties, previous, context) {
    await configure(physicalId, properties, context);
    await changeTags(
      `restapis/${requiredText(properties, "RestApiId")}/stages/${physicalId}`,
      properties,
      previous,
      context,
    );
    return { physicalId, attributes: {} };
  },

  async delete(physicalId, properties, { aws }) {
    await ifThere(() =>
      aws.apiGateway.deleteStage({ restApiId: requiredText(properties, "RestApiId"), stageName: physicalId }),
    );
  },
};

async function configure(stageName: string, properties: Properties, { aws }: ResourceContext): Promise<void> {
  const restApiId = requiredText(properties, "RestApiId");
  const present = await aws.apiGateway.getStage({ restApiId, stageName });
  const deploymentId = requiredText(properties, "DeploymentId");
  const patchOperations = [
    ...(present.deploymentId === deploymentId
      ? []
      : [{ op: "replace", path: "/deploymentId", value: deploymentId } as const]),
    ...stageChanges(properties, present),
    ...settingChanges(properties, present),
  ];
  if (patchOperations.length > 0) await aws.apiGateway.updateStage({ restApiId, stageName, patchOperations });
}
