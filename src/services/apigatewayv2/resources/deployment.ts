// AWS::ApiGatewayV2::Deployment.

import type { ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { defined, everyPart, ifThere, textOf } from "./properties.ts";

/** An API's routes and integrations as they were. Ref is its id. */
export const deployment: ResourceType = {
  typeName: "AWS::ApiGatewayV2::Deployment",
  properties: ["ApiId", "Description", "StageName"],

  async create(properties, { aws }) {
    const { DeploymentId } = await aws.apiGatewayV2.createDeployment({
      ApiId: textOf(properties, "ApiId"),
      Description: textOf(properties, "Description"),
      StageName: textOf(properties, "StageName"),
    });
    return stateOf(DeploymentId);
  },

  async read(physicalId, { aws }, known) {
    const ApiId = known === undefined ? undefined : textOf(known, "ApiId");
    if (ApiId === undefined) return undefined;
    const found = await ifThere(() => aws.apiGatewayV2.getDeployment({ ApiId, DeploymentId: physicalId }));
    return found === undefined ? undefined : defined({ ApiId, Description: found.Description });
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGatewayV2.getDeployments(of));
    return parts.map(({ ApiId, part }) => ({ ApiId, DeploymentId: part.DeploymentId ?? "" }));
  },

  async update(physicalId, properties, previous, { aws }) {
    const ApiId = textOf(properties, "ApiId");
    await aws.apiGatewayV2.updateDeployment({
      ApiId,
      DeploymentId: physicalId,
      Description: textOf(properties, "Description") ?? "",
    });
    const StageName = textOf(properties, "StageName");
    if (StageName !== undefined && StageName !== textOf(previous, "StageName"))
      await aws.apiGatewayV2.updateStage({ ApiId, StageName, DeploymentId: physicalId });
    return stateOf(physicalId);
  },

  async delete(physicalId, properties, { aws }) {
    await ifThere(() =>
      aws.apiGatewayV2.deleteDeployment({ ApiId: textOf(properties, "ApiId"), DeploymentId: physicalId }),
    );
  },
};

function stateOf(deploymentId = ""): ResourceState {
  return { physicalId: deploymentId, attributes: { DeploymentId: deploymentId } };
}
