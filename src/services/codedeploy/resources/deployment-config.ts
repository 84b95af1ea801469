// AWS::CodeDeploy::DeploymentConfig.

import type { CreateDeploymentConfigCommandInput } from "@aws-sdk/client-codedeploy";
import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import { isSameConfig } from "./same-config.ts";
import { decode, encode, ifThere } from "./wire.ts";

/** How traffic moves. Ref is its name; every change replaces it. */
export const deploymentConfigType: ResourceType = {
  typeName: "AWS::CodeDeploy::DeploymentConfig",
  properties: ["ComputePlatform", "DeploymentConfigName", "TrafficRoutingConfig"],

  async create(properties, context) {
    const given = properties["DeploymentConfigName"];
    const deploymentConfigName = typeof given === "string" ? given : context.generateName({ maxLength: 100 });
    const wanted = encode(properties) as Omit<CreateDeploymentConfigCommandInput, "deploymentConfigName">;
    try {
      await context.aws.codeDeploy.createDeploymentConfig({ ...wanted, deploymentConfigName });
    } catch (error) {
      // Configurations have no tags: one with a made-up name and the same content is of an interrupted run.
      const isThere = error instanceof AwsError && error.code === "DeploymentConfigAlreadyExistsException";
      if (!isThere || given !== undefined) throw error;
      const found = await context.aws.codeDeploy.getDeploymentConfig({ deploymentConfigName });
      if (!isSameConfig(found.deploymentConfigInfo?.trafficRoutingConfig, wanted.trafficRoutingConfig)) throw error;
    }
    return { physicalId: deploymentConfigName, attributes: {} };
  },

  async read(physicalId, context) {
    const found = await ifThere(() => context.aws.codeDeploy.getDeploymentConfig({ deploymentConfigName: physicalId }));
    if (found === undefined) return undefined;
    const { computePlatform, trafficRoutingConfig } = found.deploymentConfigInfo ?? {};
    return {
      DeploymentConfigName: physicalId,
      ComputePlatform: computePlatform,
      TrafficRoutingConfig: decode(trafficRoutingConfig),
    };
  },

  async list({ aws }) {
    const names = await everyPage(async (nextToken: string | undefined) => {
      const answer = await aws.codeDeploy.listDeploymentConfigs({ nextToken });
      return { items: answer.deploymentConfigsList, next: answer.nextToken };
    });
    return names
      .filter((name) => !name.startsWith("CodeDeployDefault."))
      .map((DeploymentConfigName) => ({ DeploymentConfigName }));
  },

  async delete(physicalId, _properties, context) {
    await context.aws.codeDeploy.deleteDeploymentConfig({ deploymentConfigName: physicalId });
  },
};
