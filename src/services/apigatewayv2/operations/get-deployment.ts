// GetDeployment: one deployment of an API.

import type { GetDeploymentCommandInput, GetDeploymentCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { deploymentShape } from "../shapes.ts";

export const getDeployment = defineOperation<Input<GetDeploymentCommandInput>, GetDeploymentCommandOutput>(
  "GetDeployment",
  ({ ApiId, DeploymentId }, context) =>
    deploymentShape(context.store.read((tx) => requirePart(tx, context, ApiId, "deployment", DeploymentId))),
);
