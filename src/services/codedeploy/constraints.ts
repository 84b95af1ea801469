// The constraints of CodeDeploy, as its API reference declares them.

import type { Constraints } from "../../service/constraints.ts";

// AWS: "Quotas" (CodeDeploy User Guide): up to 100 of these characters.
const NAME = { length: [1, 100], pattern: "[A-Za-z0-9._+=,@-]+" } as const;
const PLATFORM = { oneOf: ["Server", "Lambda", "ECS"] } as const;
const DEPLOYMENT_ID = { pattern: "d-[A-Z0-9]{9}" } as const;
/** AWS: LambdaTarget, targetId: a function and its alias. */
const TARGET_ID = { pattern: "[^:]+:[^:]+" } as const;
const TRAFFIC = { oneOf: ["TimeBasedCanary", "TimeBasedLinear", "AllAtOnce"] } as const;
const ROLLBACK_EVENT = {
  oneOf: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
} as const;
const GROUP = {
  applicationName: NAME,
  deploymentConfigName: NAME,
  "autoRollbackConfiguration.events.member": ROLLBACK_EVENT,
  "deploymentStyle.deploymentOption": { oneOf: ["WITH_TRAFFIC_CONTROL", "WITHOUT_TRAFFIC_CONTROL"] },
  "deploymentStyle.deploymentType": { oneOf: ["IN_PLACE", "BLUE_GREEN"] },
  "triggerConfigurations.member.triggerEvents.member": {
    oneOf: [
      "DeploymentStart",
      "DeploymentSuccess",
      "DeploymentFailure",
      "DeploymentStop",
      "DeploymentRollback",
      "DeploymentReady",
      "InstanceStart",
      "InstanceSuccess",
      "InstanceFailure",
      "InstanceReady",
    ],
  },
} as const;

export const constraints: Constraints = {
  BatchGetApplications: { "applicationNames.member": NAME },
  BatchGetDeploymentGroups: { applicationName: NAME, "deploymentGroupNames.member": NAME },
  BatchGetDeploymentTargets: { deploymentId: DEPLOYMENT_ID, "targetIds.member": TARGET_ID },
  BatchGetDeployments: { "deploymentIds.member": DEPLOYMENT_ID },
  CreateApplication: { applicationName: NAME, computePlatform: PLATFORM },
  CreateDeployment: {
    applicationName: NAME,
    "autoRollbackConfiguration.events.member": ROLLBACK_EVENT,
    deploymentConfigName: NAME,
    deploymentGroupName: NAME,
    fileExistsBehavior: { oneOf: ["DISALLOW", "OVERWRITE", "RETAIN"] },
    "revision.revisionType": { oneOf: ["S3", "GitHub", "String", "AppSpecContent"] },
  },
  CreateDeploymentConfig: {
    computePlatform: PLATFORM,
    deploymentConfigName: NAME,
    "trafficRoutingConfig.type": TRAFFIC,
  },
  CreateDeploymentGroup: { ...GROUP, deploymentGroupName: NAME },
  DeleteApplication: { applicationName: NAME },
  DeleteDeploymentConfig: { deploymentConfigName: NAME },
  DeleteDeploymentGroup: { applicationName: NAME, deploymentGroupName: NAME },
  GetApplication: { applicationName: NAME },
  GetDeployment: { deploymentId: DEPLOYMENT_ID },
  GetDeploymentConfig: { deploymentConfigName: NAME },
  GetDeploymentGroup: { applicationName: NAME, deploymentGroupName: NAME },
  GetDeploymentTarget: { deploymentId: DEPLOYMENT_ID, targetId: TARGET_ID },
  ListDeploymentGroups: { applicationName: NAME },
  ListDeploymentTargets: { deploymentId: DEPLOYMENT_ID },
  ListDeployments: {
    applicationName: NAME,
    deploymentGroupName: NAME,
    "includeOnlyStatuses.member": {
      oneOf: ["Created", "Queued", "InProgress", "Baking", "Succeeded", "Failed", "Stopped", "Ready"],
    },
  },
  PutLifecycleEventHookExecutionStatus: { deploymentId: DEPLOYMENT_ID },
  StopDeployment: { deploymentId: DEPLOYMENT_ID },
  UpdateApplication: { applicationName: NAME, newApplicationName: NAME },
  UpdateDeploymentGroup: { ...GROUP, currentDeploymentGroupName: NAME, newDeploymentGroupName: NAME },
};
