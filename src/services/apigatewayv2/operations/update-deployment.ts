// UpdateDeployment: describes a deployment anew.

import type { UpdateDeploymentCommandInput, UpdateDeploymentCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { savePart } from "../repo.ts";
import { deploymentShape } from "../shapes.ts";

export const updateDeployment = defineOperation<Input<UpdateDeploymentCommandInput>, UpdateDeploymentCommandOutput>(
  "UpdateDeployment",
  ({ ApiId, DeploymentId, Description }, context) => {
    const deployment = context.store.write((tx) => {
      const present = requirePart(tx, context, ApiId, "deployment", DeploymentId);
      const record = Description === undefined ? present : { ...present, description: Description };
      savePart(tx, context, ApiId, "deployment", DeploymentId, record);
      return record;
    });
    return deploymentShape(deployment);
  },
);
