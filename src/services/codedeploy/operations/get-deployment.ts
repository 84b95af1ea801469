// GetDeployment: a deployment.

import type { GetDeploymentCommandInput, GetDeploymentCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeDeployment, requireDeployment } from "../deployments.ts";

export const getDeployment = defineOperation<Input<GetDeploymentCommandInput>, GetDeploymentCommandOutput>(
  "GetDeployment",
  ({ deploymentId }, context) =>
    context.store.read((tx) => ({ deploymentInfo: describeDeployment(requireDeployment(tx, context, deploymentId)) })),
);
