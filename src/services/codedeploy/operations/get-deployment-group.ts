// GetDeploymentGroup: a deployment group.

import type { GetDeploymentGroupCommandInput, GetDeploymentGroupCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeGroup, requireGroup } from "../groups.ts";

export const getDeploymentGroup = defineOperation<
  Input<GetDeploymentGroupCommandInput>,
  GetDeploymentGroupCommandOutput
>("GetDeploymentGroup", ({ applicationName, deploymentGroupName }, context) =>
  context.store.read((tx) => ({
    deploymentGroupInfo: describeGroup(requireGroup(tx, context, applicationName, deploymentGroupName)),
  })),
);
