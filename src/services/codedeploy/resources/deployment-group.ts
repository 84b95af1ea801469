// AWS::CodeDeploy::DeploymentGroup.

import type { CreateDeploymentGroupCommandInput } from "@aws-sdk/client-codedeploy";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceType } from "../../../service/resource-type.ts";
import { groupArn } from "../names.ts";
import { allTags, decode, encode, ifThere, isOwn, liveTags, updateTags } from "./wire.ts";

type Settings = Omit<CreateDeploymentGroupCommandInput, "applicationName" | "deploymentGroupName">;

/** A deployment group. Ref is its name. */
export const deploymentGroupType: ResourceType = {
  typeName: "AWS::CodeDeploy::DeploymentGroup",
  properties: [
    "AlarmConfiguration",
    "ApplicationName",
    "AutoRollbackConfiguration",
    "DeploymentConfigName",
    "DeploymentGroupName",
    "DeploymentStyle",
    "ServiceRoleArn",
    "Tags",
    "TriggerConfigurations",
  ],

  async create(properties, context) {
    const given = properties["DeploymentGroupName"];
    const deploymentGroupName = typeof given === "string" ? given : context.generateName({ maxLength: 100 });
    const applicationName = String(properties["ApplicationName"]);
    try {
      await context.aws.codeDeploy.createDeploymentGroup({
        ...(encode(properties) as Settings),
        applicationName,
        deploymentGroupName,
        tags: allTags(properties, context),
      });
    } catch (error) {
      const isThere = error instanceof AwsError && error.code === "DeploymentGroupAlreadyExistsException";
      const arn = groupArn(context, applicationName, deploymentGroupName);
      if (!isThere || !(await isOwn(arn, context))) throw error;
    }
    return { physicalId: deploymentGroupName, attributes: {} };
  },

  async read(physicalId, context, known) {
    const applicationName = known?.["ApplicationName"];
    if (typeof applicationName !== "string") return undefined;
    const where = { applicationName, deploymentGroupName: physicalId };
    const found = await ifThere(() => context.aws.codeDeploy.getDeploymentGroup(where));
    const group = found?.deploymentGroupInfo;
    if (group === undefined) return undefined;
    const { deploymentConfigName, serviceRoleArn, alarmConfiguration, autoRollbackConfiguration } = group;
    const { deploymentStyle, triggerConfigurations = [] } = group;
    const shown = decode({
      ...where,
      deploymentConfigName,
      serviceRoleArn,
      alarmConfiguration,
      autoRollbackConfiguration,
      deploymentStyle,
      ...(triggerConfigurations.length === 0 ? {} : { triggerConfigurations }),
    }) as Properties;
    return { ...shown, ...(await liveTags(groupArn(context, applicationName, physicalId), context)) };
  },

  // No list: the registry identifies a group by its name alone, and nothing finds one without its application.

  async update(physicalId, properties, previous, context) {
    const applicationName = String(properties["ApplicationName"]);
    const {
      alarmConfiguration = { enabled: false, alarms: [] },
      autoRollbackConfiguration = { enabled: false, events: [] },
      triggerConfigurations = [],
      ...settings
    } = encode(properties) as Settings;
    await context.aws.codeDeploy.updateDeploymentGroup({
      ...settings,
      // What the template no longer says goes back to its default.
      deploymentConfigName: settings.deploymentConfigName ?? "CodeDeployDefault.LambdaAllAtOnce",
      alarmConfiguration,
      autoRollbackConfiguration,
      triggerConfigurations,
      applicationName,
      currentDeploymentGroupName: physicalId,
    });
    await updateTags(groupArn(context, applicationName, physicalId), properties, previous, context);
    return { physicalId, attributes: {} };
  },

  async delete(physicalId, properties, context) {
    const applicationName = String(properties["ApplicationName"]);
    await context.aws.codeDeploy.deleteDeploymentGroup({ applicationName, deploymentGroupName: physicalId });
  },
};
