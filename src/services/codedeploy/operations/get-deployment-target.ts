// GetDeploymentTarget: the function of a deployment.

import type { GetDeploymentTargetCommandInput, GetDeploymentTargetCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeTarget, requireStarted, requireTarget } from "../deployments.ts";

export const getDeploymentTarget = defineOperation<
  Input<GetDeploymentTargetCommandInput>,
  GetDeploymentTargetCommandOutput
>("GetDeploymentTarget", ({ deploymentId, targetId }, context) =>
  context.store.read((tx) => {
    const deployment = requireStarted(tx, context, deploymentId);
    requireTarget(deployment, targetId);
    return { deploymentTarget: describeTarget(context, deployment) };
  }),
);
