// DeleteDeployment: one deployment of an API.

import type { DeleteDeploymentCommandInput, DeleteDeploymentCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { badRequest } from "../errors.ts";
import { listParts, removePart } from "../repo.ts";

export const deleteDeployment = defineOperation<Input<DeleteDeploymentCommandInput>, DeleteDeploymentCommandOutput>(
  "DeleteDeployment",
  ({ ApiId, DeploymentId }, context) =>
    context.store.write((tx) => {
      requirePart(tx, context, ApiId, "deployment", DeploymentId);
      const user = listParts(tx, context, ApiId, "stage").find((stage) => stage.deploymentId === DeploymentId);
      if (user !== undefined) throw badRequest("Active stages pointing to this deployment must be moved or deleted");
      removePart(tx, context, ApiId, "deployment", DeploymentId);
      return {};
    }),
);
