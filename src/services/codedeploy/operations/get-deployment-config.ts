// GetDeploymentConfig: how traffic moves.

import type { GetDeploymentConfigCommandInput, GetDeploymentConfigCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeConfig, requireConfig } from "../configs.ts";

export const getDeploymentConfig = defineOperation<
  Input<GetDeploymentConfigCommandInput>,
  GetDeploymentConfigCommandOutput
>("GetDeploymentConfig", ({ deploymentConfigName }, context) =>
  context.store.read((tx) => ({
    deploymentConfigInfo: describeConfig(requireConfig(tx, context, deploymentConfigName)),
  })),
);
