// GetDeploymentTarget: the function of a deployment.

import type { GetDeploymentTargetCommandInput, GetDeploymentTargetCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeTarget, requireDeployment, targetIdOf } from "../deployments.ts";
import { targetNotFound } from "../errors.ts";

export const getDeploymentTarget = defineOperation<
  Input<GetDeploymentTargetCommandInput>,
  GetDeploymentTargetCommandOutput
>("GetDeploymentTarget", ({ deploymentId, targetId }, context) =>
  context.store.read((tx) => {
    const deployment = requireDeployment(tx, context, deploymentId);
    if (targetId !== targetIdOf(deployment)) throw targetNotFound(`There is no target ${targetId}.`);
    return { deploymentTarget: describeTarget(context, deployment) };
  }),
);
