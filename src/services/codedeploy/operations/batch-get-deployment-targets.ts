// BatchGetDeploymentTargets: the function of a deployment, in a list.

import type {
  BatchGetDeploymentTargetsCommandInput,
  BatchGetDeploymentTargetsCommandOutput,
} from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeTarget, requireDeployment, targetIdOf } from "../deployments.ts";

export const batchGetDeploymentTargets = defineOperation<
  Input<BatchGetDeploymentTargetsCommandInput>,
  BatchGetDeploymentTargetsCommandOutput
>("BatchGetDeploymentTargets", ({ deploymentId, targetIds }, context) =>
  context.store.read((tx) => {
    const deployment = requireDeployment(tx, context, deploymentId);
    return {
      deploymentTargets: targetIds
        .filter((id) => id === targetIdOf(deployment))
        .map(() => describeTarget(context, deployment)),
    };
  }),
);
