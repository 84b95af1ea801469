// DeleteDeployment: removes a deployment that no stage serves.

import type { DeleteDeploymentCommandInput, DeleteDeploymentCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { badRequest } from "../errors.ts";
import { requirePart } from "../finding.ts";
import { listParts, removePart } from "../repo.ts";

export const deleteDeployment = defineOperation<Input<DeleteDeploymentCommandInput>, DeleteDeploymentCommandOutput>(
  "DeleteDeployment",
  (input, context) => {
    const { restApiId, deploymentId } = input;
    context.store.write((tx) => {
      requirePart(tx, context, restApiId, "deployment", deploymentId);
      const isServed = listParts(tx, context, restApiId, "stage").some(
        (stage) => stage.deploymentId === deploymentId || stage.canarySettings?.deploymentId === deploymentId,
      );
      if (isServed) throw badRequest("Active stages pointing to this deployment must be moved or deleted");
      removePart(tx, context, restApiId, "deployment", deploymentId);
    });
    return {};
  },
);
