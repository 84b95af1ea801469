// UpdateDeployment: changes a deployment's description.

import type { UpdateDeploymentCommandInput, UpdateDeploymentCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { patchedDeployment } from "../deployments.ts";
import { requirePart } from "../finding.ts";
import { savePart } from "../repo.ts";
import { deploymentShape } from "../shapes.ts";

export const updateDeployment = defineOperation<Input<UpdateDeploymentCommandInput>, UpdateDeploymentCommandOutput>(
  "UpdateDeployment",
  (input, context) => {
    const { restApiId, deploymentId, patchOperations } = input;
    const deployment = context.store.write((tx) => {
      const changed = patchedDeployment(
        requirePart(tx, context, restApiId, "deployment", deploymentId),
        patchOperations,
      );
      savePart(tx, context, restApiId, "deployment", deploymentId, changed);
      return changed;
    });
    return deploymentShape(deployment);
  },
);
