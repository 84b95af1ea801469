// The constraints of CodeDeploy, as its API reference declares them.

import type { Constraints } from "../../service/constraints.ts";

const NAME = { length: [1, 100] } as const;
const PLATFORM = { oneOf: ["Server", "Lambda", "ECS"] } as const;

export const constraints: Constraints = {
  CreateApplication: { applicationName: NAME, computePlatform: PLATFORM },
  CreateDeployment: { applicationName: NAME, deploymentConfigName: NAME, deploymentGroupName: NAME },
  CreateDeploymentConfig: { computePlatform: PLATFORM, deploymentConfigName: NAME },
  CreateDeploymentGroup: { applicationName: NAME, deploymentConfigName: NAME, deploymentGroupName: NAME },
  DeleteApplication: { applicationName: NAME },
  DeleteDeploymentConfig: { deploymentConfigName: NAME },
  DeleteDeploymentGroup: { applicationName: NAME, deploymentGroupName: NAME },
  GetApplication: { applicationName: NAME },
  GetDeploymentConfig: { deploymentConfigName: NAME },
  GetDeploymentGroup: { applicationName: NAME, deploymentGroupName: NAME },
  ListDeploymentGroups: { applicationName: NAME },
  ListDeployments: { applicationName: NAME, deploymentGroupName: NAME },
  UpdateApplication: { applicationName: NAME, newApplicationName: NAME },
  UpdateDeploymentGroup: {
    applicationName: NAME,
    currentDeploymentGroupName: NAME,
    deploymentConfigName: NAME,
    newDeploymentGroupName: NAME,
  },
};
