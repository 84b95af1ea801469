// BatchGetDeploymentTargets: the function of a deployment, in a list.

import type {
  BatchGetDeploymentTargetsCommandInput,
  BatchGetDeploymentTargetsCommandOutput,
} from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeTarget, requireStarted, requireTarget } from "../deployments.ts";
import { targetListLimit } from "../errors.ts";
import { requireBatch } from "../pages.ts";

export const batchGetDeploymentTargets = defineOperation<
  Input<BatchGetDeploymentTargetsCommandInput>,
  BatchGetDeploymentTargetsCommandOutput
>("BatchGetDeploymentTargets", ({ deploymentId, targetIds }, context) => {
  requireBatch("targetIds", targetIds);
  // AWS: BatchGetDeploymentTargets: for functions, "there is only one target ID in the list".
  if (targetIds.length > 1) throw targetListLimit("The target list of a deployment of a function has one item.");
  return context.store.read((tx) => {
    const deployment = requireStarted(tx, context, deploymentId);
    for (const id of targetIds) requireTarget(deployment, id);
    return { deploymentTargets: [describeTarget(context, deployment)] };
  });
});
