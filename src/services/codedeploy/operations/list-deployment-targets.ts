// ListDeploymentTargets: the id of the function of a deployment.

import type { ListDeploymentTargetsCommandInput, ListDeploymentTargetsCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDeployment, targetIdOf } from "../deployments.ts";

export const listDeploymentTargets = defineOperation<
  Input<ListDeploymentTargetsCommandInput>,
  ListDeploymentTargetsCommandOutput
>("ListDeploymentTargets", ({ deploymentId }, context) =>
  context.store.read((tx) => ({ targetIds: [targetIdOf(requireDeployment(tx, context, deploymentId))] })),
);
